// Filled in by nginx when it starts, see config.js.
const API_BASE = window.appConfig?.apiBase ?? "/api";

export async function loadGrowth() {
  const response = await fetch(`${API_BASE}/growth`);
  if (!response.ok) throw new Error(`The API answered ${response.status}.`);
  return response.json();
}
