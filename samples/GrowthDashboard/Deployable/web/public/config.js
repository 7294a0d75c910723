// During development; nginx writes its own.
window.appConfig = { apiBase: "/api" };
