/* The page at work: what the address says is shown, and what a person does is put into the address. */

const $ = (id) => document.getElementById(id);
const TITLE = document.title;
const state = { trials: [], query: "", order: "worst", open: null, view: "", asked: 0, compared: false, ready: false };
let list = null;

/* Lone surrogates cannot stand in an address, so ids are told apart as they are written out. */
const keyOf = (row) => visible(row.id);

function addressOf(row, message, view = "") {
  const words = new URLSearchParams(viewOf(state));
  if (row) {
    words.set("case", keyOf(row));
    words.set("attempt", row.attempt);
    if (message !== undefined) words.set("message", message);
    if (view) words.set("view", view);
  }
  return `#${words}`;
}

function setAddress(address, replace) {
  if (location.hash === address || (address === "#" && !location.hash)) return;
  try {
    history[replace ? "replaceState" : "pushState"](null, "", address);
  } catch {
    location.hash = address; // some viewers of attachments keep no history
  }
}

/* Lists what the query lets through, in the order asked for. */
function filter(query, order = state.order) {
  if (!state.ready) return;
  Object.assign(state, { query, order: Object.hasOwn(ORDERS, order) ? order : "worst" });
  const { terms, wrong } = readQuery(query, state.trials);
  const rows = listed(state.trials, terms, state.order);
  list.show(rows);
  const total = state.cases.toLocaleString("en");
  $("filter-says").textContent = terms.length ? `${rows.length.toLocaleString("en")} of ${total}` : total;
  $("sort").value = state.order;
  fillViews($("views"), state, state);
  complain(wrong);
  blank(rows.length ? "" : state.trials.length ? "No case matches this filter." : "Nothing ran, so there is nothing to list.");
}

/* What is wrong with the filter, each with a mend that a click makes. */
function complain(wrong) {
  $("filter-wrong").hidden = !wrong.length;
  $("filter-wrong").replaceChildren(...wrong.slice(0, 3).flatMap(({ text, mend }) => {
    const said = el("span", { text: `${text} ` });
    if (!mend) return [said];
    const button = el("button", { type: "button", class: "mend", text: `Did you mean ${shortened(mend, 60)}?` });
    button.addEventListener("click", () => {
      $("filter").value = mend;
      filter(mend);
      setAddress(addressOf(state.open, undefined, state.view), true);
      $("filter").focus();
    });
    return [said, button];
  }));
}

function blank(text) {
  $("blank").hidden = !text;
  $("blank").textContent = text;
}

function choose(row, focus) {
  setAddress(addressOf(row, undefined, state.open ? state.view : ""));
  return show(row, { focus: focus || window.matchMedia("(max-width: 860px)").matches, view: state.open ? state.view : "" });
}

function leave() {
  const row = state.open;
  setAddress(addressOf(null));
  close();
  if (row) list.linkOf(row)?.focus({ preventScroll: true });
}

/* From the transcript to the comparison with the baseline, and back. */
function turn() {
  const row = state.open ?? list.rows[0];
  if (!row) return;
  const view = state.open && state.view === "diff" ? "" : "diff";
  setAddress(addressOf(row, undefined, view));
  show(row, { focus: true, view });
}

/* To the next case in the list, or the one before it; `wanted` says which ones count. */
function step(by, wanted = () => true) {
  const { rows } = list;
  const here = list.places.get(list.current);
  let place = here === undefined ? (by > 0 ? 0 : rows.length - 1) : here + by;
  while (rows[place] && !wanted(rows[place])) place += by;
  if (!rows[place]) return;
  list.current = rows[place].id;
  list.reveal();
  choose(rows[place], true); // so that the arrow keys scroll the transcript
}

function attempt(by) {
  const all = state.open?.all ?? [];
  const next = all[all.indexOf(state.open) + by];
  if (next) choose(next, true);
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  f: () => step(1, (row) => row.outcome === "fail" || row.outcome === "error"),
  d: () => turn(),
  "[": () => attempt(-1),
  "]": () => attempt(1),
  "/": () => $("filter").focus(),
  "?": () => $("help").showModal(),
};

function onKey(event) {
  if (event.metaKey || event.ctrlKey || event.altKey || $("help").open) return;
  if (event.key === "Escape") {
    if (!$("tip").hidden) hideTip();
    else if (document.activeElement === $("filter")) $("filter").blur();
    else if (state.open) leave();
    return;
  }
  if (/^(input|textarea|select)$/i.test(event.target.tagName) || !Object.hasOwn(ACTS, event.key)) return;
  event.preventDefault();
  ACTS[event.key]();
}

async function copy(button) {
  const text = $(button.dataset.copy).textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren($(button.dataset.copy));
    button.textContent = document.execCommand("copy") ? "Copied" : "Selected";
  }
  setTimeout(() => (button.textContent = "Copy"), 1600);
}

/* Shows what the address says. */
async function follow() {
  const words = new URLSearchParams(location.hash.slice(1));
  const query = words.get("q") ?? "";
  const order = words.get("sort") ?? "worst";
  if (query !== state.query || order !== state.order || !$("filter-says").textContent) {
    $("filter").value = query;
    filter(query, order);
  }
  const id = words.get("case");
  if (id === null) return state.open ? close() : undefined;
  const attempt = words.get("attempt"); // without one, the worst attempt is meant
  const row = state.trials.find((one) => keyOf(one) === id && (attempt === null || String(one.attempt) === attempt));
  if (!row) {
    const which = attempt === null ? "" : `, attempt ${shortened(attempt, 20)},`;
    return blank(visible(`There is no case “${shortened(id)}”${which} on this page.`));
  }
  list.current = row.id;
  list.reveal();
  return show(row, { message: words.get("message"), focus: true, view: words.get("view") === "diff" ? "diff" : "" });
}

function listen() {
  let typed = 0;
  const keep = () => setAddress(addressOf(state.open, undefined, state.view), true);
  $("filter").addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(() => {
      filter($("filter").value);
      keep();
    }, 60);
  });
  $("sort").addEventListener("change", () => {
    filter(state.query, $("sort").value);
    keep();
  });
  $("views").addEventListener("change", () => {
    chooseView($("views").value);
    keep();
  });
  window.addEventListener("hashchange", follow);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".copy");
    if (button) copy(button);
  });
  listenForTips();
  $("help-button").addEventListener("click", () => $("help").showModal());
  $("help-close").addEventListener("click", () => $("help").close());
  $("show-graders")?.addEventListener("click", (event) => {
    $("more-graders").hidden = false;
    event.target.remove();
  });
  window.addEventListener("beforeprint", () => list.draw(true));
  window.addEventListener("afterprint", () => list.draw());
}

function chooseView(chosen) {
  const kept = views.read();
  if (chosen === "!keep") views.write([...kept, viewOf(state)]);
  else if (chosen === "!forget") views.write(kept.filter((one) => one !== viewOf(state)));
  const words = chosen.startsWith("!") ? new URLSearchParams(viewOf(state)) : new URLSearchParams(chosen);
  $("filter").value = words.get("q") ?? "";
  filter($("filter").value, words.get("sort") ?? "worst");
}

function take(trials) {
  state.trials = arranged(trials);
  state.cases = new Set(trials.map(({ id }) => id)).size;
  state.repeated = trials.some((row) => row.all);
  state.compared = trials.some((row) => row.share !== null);
  state.ready = true;
  fillOrders($("sort"), trials);
}

/* Of a page with very many cases the worst are shown, and can be opened, before all of them are there. */
async function start() {
  list = new List($("rows"), choose);
  listen();
  try {
    const { run, trials } = await readIndex((rows) => list.show(rows));
    take(trials);
    startReviews(run);
  } catch (cause) {
    blank(`The list of cases cannot be shown. ${cause.message}`);
    return;
  }
  const typed = $("filter").value;
  if (typed) setAddress(`#${viewOf({ query: typed, order: "worst" })}`, true);
  await follow();
}

start();
