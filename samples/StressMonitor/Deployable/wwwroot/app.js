const REFRESH_MS = 5000;
const COLOURS = ["#2563eb", "#d97706", "#059669", "#db2777", "#7c3aed", "#0891b2"];

const $ = id => document.getElementById(id);
const decimals = (value, digits) => value === null ? "–" : value.toFixed(digits);

async function call(path, body) {
  const response = await fetch(path, body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    const errors = Object.values(problem.errors ?? {}).flat().join(" ");
    throw Object.assign(new Error(errors || problem.detail || `${path} answered ${response.status}`), { status: response.status });
  }
  return response.json();
}

function notice(text) {
  $("notice").textContent = text ?? "";
  $("notice").hidden = !text;
}

function rows(body, items, cells, empty) {
  body.replaceChildren(...items.map(item => {
    const row = document.createElement("tr");
    row.append(...cells(item));
    return row;
  }));
  if (items.length === 0) body.insertRow().insertCell().textContent = empty;
}

function cell(text, className) {
  const td = document.createElement("td");
  td.className = className ?? "";
  td.textContent = text;
  return td;
}

function statusCell(status) {
  const td = cell("");
  const pill = document.createElement("span");
  pill.className = `status ${status}`;
  pill.textContent = status;
  td.append(pill);
  return td;
}

/** Keeps the choice that was made while the list behind it is refreshed. */
function fill(select, items, first) {
  const chosen = select.value;
  const options = items.map(item => new Option(item.name, item.id));
  select.replaceChildren(...(first ? [new Option(first, "")] : []), ...options);
  if (items.some(item => item.id === chosen)) select.value = chosen;
}

function svg(name, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function drawChart(metrics, models) {
  const box = { left: 40, right: 705, top: 12, bottom: 232 };
  const series = models
    .map((model, index) => ({ model, colour: COLOURS[index % COLOURS.length], points: metrics.filter(metric => metric.modelId === model.id) }))
    .filter(line => line.points.length > 0);
  const longest = Math.max(2, ...series.map(line => line.points.length));
  const x = index => box.left + (box.right - box.left) * index / (longest - 1);
  const y = value => box.bottom - (box.bottom - box.top) * Math.min(1, Math.max(0, value));

  const parts = [0, 0.25, 0.5, 0.75, 1].flatMap(value => [
    svg("line", { class: "grid", x1: box.left, x2: box.right, y1: y(value), y2: y(value) }),
    svg("text", { x: box.left - 8, y: y(value) + 4, "text-anchor": "end" }, value.toFixed(2)),
  ]);
  for (let index = 0; index < longest; index += Math.ceil(longest / 12))
    parts.push(svg("text", { x: x(index), y: box.bottom + 18, "text-anchor": "middle" }, `#${index + 1}`));

  for (const { colour, points } of series) {
    parts.push(svg("polyline", {
      fill: "none", stroke: colour, "stroke-width": 2.5, "stroke-linejoin": "round",
      points: points.map((point, index) => `${x(index)},${y(point.value)}`).join(" "),
    }));
    for (const [index, point] of points.entries()) {
      const dot = svg("circle", { cx: x(index), cy: y(point.value), r: 4, fill: colour });
      dot.append(svg("title", {}, `${point.datasetId ?? "reported"}: ${point.value.toFixed(3)}`));
      parts.push(dot);
    }
  }
  if (series.length === 0)
    parts.push(svg("text", { x: 372, y: 126, "text-anchor": "middle" }, "No metrics yet: evaluate a model, or load the demo data."));
  $("chart").replaceChildren(...parts);

  $("legend").replaceChildren(...series.map(({ model, colour }) => {
    const item = document.createElement("li");
    const swatch = document.createElement("i");
    swatch.style.background = colour;
    item.append(swatch, model.name);
    return item;
  }));
}

async function refresh() {
  const name = $("metric").value;
  try {
    const [models, datasets, metrics, summary] = await Promise.all([
      call("api/models"), call("api/datasets"), call(`api/metrics?name=${name}`), call("api/summary"),
    ]);
    const healthOf = new Map(summary.health.map(health => [health.modelId, health]));
    rows($("models"), models, model => [
      cell(model.name),
      cell(decimals(model.baselineAccuracy, 3), "number"),
      cell(decimals(healthOf.get(model.id)?.lowestAccuracy ?? null, 3), "number"),
      statusCell(healthOf.get(model.id)?.status ?? "unknown"),
    ], "None yet.");
    rows($("datasets"), datasets, dataset => [
      cell(dataset.name),
      cell(dataset.drift),
      cell(decimals(dataset.driftSeverity, 2), "number"),
      cell(dataset.rows.toLocaleString(), "number"),
    ], "None yet.");
    fill($("evaluate").elements.modelId, models);
    fill($("evaluate").elements.datasetId, datasets);
    fill($("explain").elements.modelId, models, "All models");
    drawChart(metrics, models);
    notice();
  } catch (error) {
    notice(`The API cannot be reached: ${error.message}`);
  }
}

/** Runs an action of the user, with the form's buttons off, and says what went wrong. */
function onSubmit(form, action) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    try {
      await action(Object.fromEntries(new FormData(form)), form);
    } catch (error) {
      notice(error.message);
    } finally {
      button.disabled = false;
    }
  });
}

onSubmit($("add-model"), async (fields, form) => {
  await call("api/models", {
    ...fields, baselineAccuracy: Number(fields.baselineAccuracy), robustness: Number(fields.robustness),
  });
  form.reset();
  await refresh();
});

onSubmit($("add-dataset"), async (fields, form) => {
  await call("api/datasets", { ...fields, driftSeverity: Number(fields.driftSeverity), rows: Number(fields.rows) });
  form.reset();
  await refresh();
});

onSubmit($("evaluate"), async ({ modelId, datasetId }) => {
  const result = await call(`api/models/${modelId}/evaluate`, { datasetId });
  $("evaluation").textContent =
    `Accuracy ${result.accuracy.toFixed(3)} at drift ${result.driftScore.toFixed(2)} (${result.driftSource}).`;
  await refresh();
});

onSubmit($("explain"), async ({ modelId, question }) => {
  const answer = await call("api/explain", { modelId: modelId || null, question });
  const source = document.createElement("small");
  source.textContent = answer.source === "openai" ? "Worded by OpenAI" : "Derived by rules";
  $("explanation").replaceChildren(answer.text, source);
  $("explanation").hidden = false;
});

const DEMO = {
  models: [
    { name: "Churn Risk", framework: "xgboost", baselineAccuracy: 0.912, robustness: 0.7 },
    { name: "Demand Forecast", framework: "pytorch", baselineAccuracy: 0.874, robustness: 0.35 },
    { name: "Fraud Screen", framework: "lightgbm", baselineAccuracy: 0.968, robustness: 0.85 },
  ],
  datasets: [
    { name: "Holdout", drift: "none", driftSeverity: 0.05, rows: 40000 },
    { name: "Holiday Season", drift: "covariate", driftSeverity: 0.35, rows: 18500 },
    { name: "New Market", drift: "label", driftSeverity: 0.55, rows: 9200 },
    { name: "Policy Change", drift: "concept", driftSeverity: 0.9, rows: 6100 },
  ],
};

const slug = name => name.toLowerCase().replaceAll(" ", "-");

$("demo").addEventListener("click", async () => {
  $("demo").disabled = true;
  const unlessKnown = error => { if (error.status !== 409) throw error; };
  try {
    for (const model of DEMO.models) await call("api/models", model).catch(unlessKnown);
    for (const dataset of DEMO.datasets) await call("api/datasets", dataset).catch(unlessKnown);
    for (const dataset of DEMO.datasets)
      for (const model of DEMO.models)
        await call(`api/models/${slug(model.name)}/evaluate`, { datasetId: slug(dataset.name) });
    await refresh();
  } catch (error) {
    notice(error.message);
  } finally {
    $("demo").disabled = false;
  }
});

$("metric").addEventListener("change", refresh);
setInterval(refresh, REFRESH_MS);
await refresh();
