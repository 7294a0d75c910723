// Written by the server from its settings, see config.js.
const API_BASE = window.config?.apiBase ?? "/api";

export async function loadGrowth() {
  const response = await fetch(`${API_BASE}/growth`);
  if (!response.ok) throw new Error(`The API answered ${response.status}.`);
  return response.json();
}
