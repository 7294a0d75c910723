const API_BASE = "http://localhost:5000"; // expect: DPL1007

fetch(`${API_BASE}/api/items`).then(response => response.json());
