const apiBase = "http://localhost:5080/api";

const $ = id => document.getElementById(id);
const money = new Intl.NumberFormat(undefined, { notation: "compact" });
const score = value => value === null ? "–" : value.toFixed(1);

async function call(path, method = "GET", body) {
  const response = await fetch(`${apiBase}/${path}`, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(response.status === 409 ? "There is such a project already." : `${path} answered ${response.status}`);
  return response.json();
}

/** Runs what the visitor asked for and says what went wrong. */
async function attempt(action) {
  $("notice").hidden = true;
  try {
    await action();
    await refresh();
  } catch (error) {
    $("notice").textContent = error.message;
    $("notice").hidden = false;
  }
}

let criteria = [];

async function refresh() {
  const [projects, watched] = await Promise.all([call("projects"), call("watchlist")]);
  $("projects").replaceChildren(...projects.map(({ project, score: value }) => row(project, value, watched.includes(project.id))));
}

function row(project, value, isWatched) {
  const tr = document.createElement("tr");
  const watch = Object.assign(document.createElement("button"), { textContent: isWatched ? "★" : "☆", ariaLabel: `Watch ${project.name}` });
  watch.addEventListener("click", () => attempt(() => call(`watchlist/${project.id}`, isWatched ? "DELETE" : "PUT")));
  tr.insertCell().append(watch);
  tr.insertCell().textContent = project.name;
  tr.insertCell().textContent = project.owner;
  const spent = tr.insertCell();
  spent.textContent = `${money.format(project.spent)} of ${money.format(project.budget)}`;
  spent.className = project.spent > project.budget ? "over" : "";
  tr.insertCell().textContent = score(value);
  tr.insertCell().append(rating(project));
  return tr;
}

function rating(project) {
  const form = document.createElement("form");
  for (const criterion of criteria) {
    const select = document.createElement("select");
    select.name = criterion.id;
    select.title = select.ariaLabel = `${criterion.title} of ${project.name}`;
    select.append(new Option("–", ""), ...[1, 2, 3, 4, 5].map(value => new Option(value, value)));
    select.value = project.ratings[criterion.id] ?? "";
    form.append(select);
  }
  form.addEventListener("change", () => {
    const rated = [...new FormData(form)].filter(([, value]) => value !== "").map(([id, value]) => [id, Number(value)]);
    attempt(() => call(`projects/${project.id}/ratings`, "PUT", Object.fromEntries(rated)));
  });
  return form;
}

function show(summary) {
  $("projects-count").textContent = summary.projects;
  $("over-budget").textContent = summary.overBudget;
  $("spent").textContent = `${money.format(summary.spent)} of ${money.format(summary.budget)}`;
  $("score").textContent = score(summary.averageScore);
}

$("add").addEventListener("submit", event => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(event.target));
  attempt(async () => {
    await call("projects", "POST", { ...fields, budget: Number(fields.budget), spent: Number(fields.spent) });
    event.target.reset();
  });
});

$("export").href = `${apiBase}/export`;

const live = new EventSource("http://localhost:5080/api/live");
live.addEventListener("open", () => { $("live").textContent = "live"; });
live.addEventListener("error", () => { $("live").textContent = "connecting…"; });
live.addEventListener("summary", event => {
  show(JSON.parse(event.data));
  attempt(async () => {});
});

attempt(async () => { criteria = await call("framework"); });
