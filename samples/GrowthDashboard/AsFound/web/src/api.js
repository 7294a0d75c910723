const API_BASE = "http://localhost:5200/api";

export async function loadGrowth() {
  const response = await fetch(`${API_BASE}/growth`);
  if (!response.ok) throw new Error(`The API answered ${response.status}.`);
  return response.json();
}
