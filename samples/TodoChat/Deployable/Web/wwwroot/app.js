const API_URL = "api";

const $ = id => document.getElementById(id);
let token;

async function call(path, method = "GET", body) {
  const response = await fetch(`${API_URL}/${path}`, {
    method,
    headers: { ...(body && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error({ 401: "Name or password is wrong.", 409: "The name is taken." }[response.status] ?? problem.detail ?? `Error ${response.status}`);
  }
  return response.status === 204 ? undefined : response.json();
}

/** Runs an action of the user and says what went wrong. */
async function attempt(action) {
  $("notice").hidden = true;
  try {
    await action();
  } catch (error) {
    $("notice").textContent = error.message;
    $("notice").hidden = false;
  }
}

function item(className, ...content) {
  const li = document.createElement("li");
  li.className = className;
  li.append(...content);
  return li;
}

function text(value) {
  return Object.assign(document.createElement("span"), { textContent: value });
}

function button(label, action) {
  const element = Object.assign(document.createElement("button"), { textContent: label });
  element.addEventListener("click", () => attempt(async () => { await action(); await showTodos(); }));
  return element;
}

async function showTodos() {
  const todos = await call("todos");
  $("todos").replaceChildren(...todos.map(todo => todo.isDone
    ? item("done", text(todo.text), button("Remove", () => call(`todos/${todo.id}`, "DELETE")))
    : item("", text(todo.text), button("Done", () => call(`todos/${todo.id}/done`, "PUT")))));
}

async function showChat() {
  $("chat").replaceChildren(...(await call("chat")).map(message => item(message.role, text(message.content))));
}

function onSubmit(form, action) {
  form.addEventListener("submit", event => {
    event.preventDefault();
    attempt(() => action(Object.fromEntries(new FormData(form)), event.submitter?.value));
  });
}

onSubmit($("account"), async (credentials, action) => {
  ({ token } = await call(action || "sessions", "POST", credentials));
  $("account").hidden = true;
  $("app").hidden = false;
  await Promise.all([showTodos(), showChat()]);
});

onSubmit($("add"), async fields => {
  await call("todos", "POST", fields);
  $("add").reset();
  await showTodos();
});

onSubmit($("ask"), async fields => {
  await call("chat", "POST", fields);
  $("ask").reset();
  await showChat();
});
