/* Which cases are listed, in which order, and the views a person keeps. */

const RANK = { error: 1, fail: 2, ungraded: 3, pass: 5 };
const down = (value) => (a, b) => (value(b) ?? -Infinity) - (value(a) ?? -Infinity);
const ORDERS = {
  worst: { name: "Worst first" },
  delta: { name: "Biggest drop first", has: (row) => row.delta !== null, sort: (a, b) => (a.delta ?? 9) - (b.delta ?? 9) },
  id: { name: "By id", sort: (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.attempt - b.attempt) },
  file: { name: "As in the files", has: (row) => row.path, sort: (a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line) },
  seconds: { name: "Slowest first", has: (row) => row.seconds, sort: down((row) => row.seconds) },
  length: { name: "Longest first", has: (row) => row.length, sort: down((row) => row.length) },
  cost: { name: "Dearest first", has: (row) => row.cost, sort: down((row) => row.cost) },
};
const KEPT_VIEWS = "evalsuite-views";

/* Puts trials into the order in which the page shows them first, and tells each what the others of its case came to. */
function arranged(trials) {
  const repeated = trials.some((row) => row.attempt > 1);
  if (repeated) gathered(trials);
  for (const row of trials) row.delta = deltaOf(row);
  if (trials.some((row) => row.flip)) {
    const rank = (row) => (row.flip === "regression" ? 0 : row.flip ? 4 : RANK[row.outcome]);
    trials.sort((a, b) => rank(a) - rank(b)); // stable: alike ones stay as they were
  }
  return trials;
}

function gathered(trials) {
  const cases = new Map();
  for (const row of trials) {
    if (!cases.has(row.id)) cases.set(row.id, []);
    cases.get(row.id).push(row);
  }
  for (const all of cases.values()) {
    all.sort((a, b) => a.attempt - b.attempt);
    const flaky = new Set(all.map(({ outcome }) => outcome).filter((one) => one === "pass" || one === "fail")).size > 1;
    if (all.length > 1) for (const row of all) Object.assign(row, { all, flaky });
  }
}

/* How much more often the case passes than in the baseline, from -1 to 1; null where either side was not judged. */
function deltaOf(row) {
  const judged = (row.all ?? [row]).filter(({ outcome }) => outcome === "pass" || outcome === "fail");
  if (row.share === null || row.share === undefined || !judged.length || row.was === "error" || row.was === "ungraded") return null;
  return judged.filter(({ outcome }) => outcome === "pass").length / judged.length - row.share;
}

/* One row for each case of which an attempt passes the filter: the first such attempt. */
function listed(trials, terms, order) {
  let rows = terms.length ? trials.filter((row) => terms.every((lets) => lets(row))) : trials;
  const { sort } = ORDERS[order] ?? {};
  if (sort) rows = [...rows].sort(sort);
  if (!trials.some((row) => row.all)) return rows;
  const seen = new Set();
  return rows.filter((row) => !seen.has(row.id) && seen.add(row.id));
}

function fillOrders(select, trials) {
  const offered = Object.entries(ORDERS).filter(([, { has }]) => !has || trials.some(has));
  select.replaceChildren(...offered.map(([key, { name }]) => el("option", { value: key, text: name })));
}

/* Views are kept where the browser allows it, else as long as the page is open. */
const views = {
  kept: null,
  read() {
    if (this.kept) return this.kept;
    try {
      const read = JSON.parse(localStorage.getItem(KEPT_VIEWS) ?? "[]");
      this.kept = Array.isArray(read) ? read.filter((one) => typeof one === "string") : [];
    } catch {
      this.kept = [];
    }
    return this.kept;
  },
  write(kept) {
    this.kept = kept;
    try {
      localStorage.setItem(KEPT_VIEWS, JSON.stringify(kept));
    } catch {
      $("told").textContent = "This browser keeps nothing for pages from a disk: the view stays until the page is closed.";
    }
  },
};

function viewOf({ query, order }) {
  const words = new URLSearchParams();
  if (query) words.set("q", query);
  if (order !== "worst") words.set("sort", order);
  return words.toString();
}

function fillViews(select, now, { compared, repeated }) {
  const option = (value, text) => el("option", { value, text });
  const ready = [["", "All cases"], ["q=status:fail,error", "What went wrong"]];
  if (compared) ready.push(["q=flip:regression", "Regressions"], ["q=flip:improvement", "Improvements"]);
  if (repeated) ready.push(["q=status:flaky", "Flaky cases"]);
  const same = (one) => new URLSearchParams(one).toString();
  const offered = [...ready.map(([view, name]) => [same(view), name]), ...views.read().map((view) => [view, viewName(view)])];
  const here = viewOf(now);
  const acts = [];
  if (views.read().includes(here)) acts.push(option("!forget", "Forget this view"));
  else if (!offered.some(([view]) => view === here)) {
    offered.push([here, viewName(here)]);
    acts.push(option("!keep", "Keep this view"));
  }
  select.replaceChildren(...offered.map(([view, name]) => option(view, shortened(name, 60))), ...(acts.length ? [el("hr"), ...acts] : []));
  select.value = here;
}

function viewName(view) {
  const words = new URLSearchParams(view);
  const order = ORDERS[words.get("sort")]?.name.toLowerCase();
  return [words.get("q"), order].filter(Boolean).join(", ") || "All cases";
}
