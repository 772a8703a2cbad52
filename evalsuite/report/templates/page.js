/* The page at work: what the address says is shown, and what a person does is put into the address. */

const $ = (id) => document.getElementById(id);
const TITLE = document.title;
const state = { trials: [], blocks: [], query: "", open: null, asked: 0 };
let list = null;

/* Lone surrogates cannot stand in an address, so ids are told apart as they are written out. */
const keyOf = (row) => visible(row.id);

function addressOf(row, message) {
  const words = { case: keyOf(row), attempt: row.attempt };
  if (message !== undefined) words.message = message;
  return `#${new URLSearchParams(state.query ? { q: state.query, ...words } : words)}`;
}

function setAddress(address, replace) {
  if (location.hash === address || (address === "#" && !location.hash)) return;
  try {
    history[replace ? "replaceState" : "pushState"](null, "", address);
  } catch {
    location.hash = address; // some viewers of attachments keep no history
  }
}

function filter(query) {
  state.query = query;
  const { terms, unknown } = termsOf(query);
  const rows = terms.length ? state.trials.filter((row) => terms.every((term) => lets(row, term))) : state.trials;
  list.show(rows);
  const total = state.trials.length.toLocaleString("en");
  const shown = terms.length ? `${rows.length.toLocaleString("en")} of ${total}` : total;
  const stray = unknown.length ? ` “${unknown[0]}:” is read as words; ? lists the terms.` : "";
  $("filter-says").textContent = visible(`${shown}${stray}`);
  blank(rows.length ? "" : state.trials.length ? "No case matches this filter." : "Nothing ran, so there is nothing to list.");
}

function blank(text) {
  $("blank").hidden = !text;
  $("blank").textContent = text;
}

/* Opens a trial beside the list. `message` leads to one of its messages. */
async function show(row, { message = null, focus = false } = {}) {
  const ticket = (state.asked += 1);
  const panel = $("panel");
  let content;
  try {
    content = transcriptOf(row, await readBody(state.blocks, row.number));
  } catch (cause) {
    content = [el("p", { class: "failure", text: cause.message })];
  }
  if (ticket !== state.asked) return; // another one was asked for meanwhile
  state.open = row;
  keepingPlace(() => {
    document.body.classList.add("reading");
    panel.hidden = false;
  });
  panel.replaceChildren(...panelHead(row), el("div", { class: "content" }, ...content));
  panel.scrollTop = 0;
  document.title = visible(`${shortened(row.title || row.id)} · ${TITLE}`);
  list.current = row.number;
  list.draw();
  $("told").textContent = visible(`${WORDS[row.outcome]}: ${shortened(row.title || row.id)}`);
  if (focus) panel.focus({ preventScroll: true });
  if (message !== null) point($(`message-${message}`));
}

function close() {
  state.asked += 1;
  state.open = null;
  list.current = null;
  keepingPlace(() => {
    document.body.classList.remove("reading");
    $("panel").hidden = true;
  });
  $("panel").replaceChildren();
  document.title = TITLE;
  list.draw();
}

/* The list becomes narrower or wider, but the row at the top of the window stays where it is. */
function keepingPlace(change) {
  const before = $("rows").getBoundingClientRect().top;
  change();
  const moved = $("rows").getBoundingClientRect().top - before;
  if (moved) window.scrollBy(0, moved);
}

function point(element) {
  if (!element) return;
  for (let around = element.parentElement; around; around = around.parentElement) {
    if (around.tagName === "DETAILS") around.open = true;
  }
  element.scrollIntoView({ block: "center" });
  element.classList.remove("pointed");
  void element.offsetWidth; // lets the animation begin anew
  element.classList.add("pointed");
}

function panelHead(row) {
  const button = (name, text, label, act) => {
    const made = el("button", { type: "button", class: name, title: label, "aria-label": label, text });
    made.addEventListener("click", act);
    return made;
  };
  const facts = [row.cohort, row.difficulty, row.origin, row.model, row.seconds ? `${row.seconds} s` : ""].filter(Boolean);
  const where = row.path ? `${row.path}${row.line ? `:${row.line}` : ""}` : "";
  const tools = el("div", { class: "tools" },
    el("span", { class: `status tone-${row.outcome}`, text: WORDS[row.outcome] }),
    button("step", "↑", "Previous case (k)", () => step(-1)),
    button("step", "↓", "Next case (j)", () => step(1)),
    button("step close", "✕", "Close (Esc)", leave));
  const head = el("header", { class: "panel-head" },
    el("h2", {}, el("bdi", { text: shortened(row.title || row.id) })),
    el("p", { class: "facts" },
      el("span", {}, el("code", { text: shortened(row.id) }), row.attempt > 1 || list.repeated ? ` attempt ${row.attempt}` : ""),
      ...facts.map((fact) => el("span", { text: shortened(String(fact), 80) })),
      ...row.tags.map((tag) => el("span", { class: "tag", text: shortened(tag, 60) }))),
    where ? el("p", { class: "place" }, el("code", { id: "place", text: where }), el("button", { type: "button", class: "copy", "data-copy": "place", text: "Copy" })) : null);
  return [tools, head];
}

function choose(row, focus) {
  setAddress(addressOf(row));
  return show(row, { focus: focus || window.matchMedia("(max-width: 860px)").matches });
}

function leave() {
  const row = state.open;
  setAddress(state.query ? `#${new URLSearchParams({ q: state.query })}` : "#");
  close();
  if (row) list.linkOf(row)?.focus({ preventScroll: true });
}

/* To the next case in the list, or the one before it; `wanted` says which ones count. */
function step(by, wanted = () => true) {
  const { rows } = list;
  const here = list.places.get(list.current);
  let place = here === undefined ? (by > 0 ? 0 : rows.length - 1) : here + by;
  while (rows[place] && !wanted(rows[place])) place += by;
  if (!rows[place]) return;
  list.current = rows[place].number;
  list.reveal();
  choose(rows[place], true); // so that the arrow keys scroll the transcript
}

function onKey(event) {
  if (event.metaKey || event.ctrlKey || event.altKey || $("help").open) return;
  const box = $("filter");
  if (event.key === "Escape") {
    if (document.activeElement === box) box.blur();
    else if (state.open) leave();
    return;
  }
  if (/^(input|textarea|select)$/i.test(event.target.tagName)) return;
  const acts = {
    j: () => step(1),
    k: () => step(-1),
    f: () => step(1, (row) => row.outcome === "fail" || row.outcome === "error"),
    "/": () => box.focus(),
    "?": () => $("help").showModal(),
  };
  if (!Object.hasOwn(acts, event.key)) return;
  event.preventDefault();
  acts[event.key]();
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
  if (query !== state.query || !list.places) {
    $("filter").value = query;
    filter(query);
  }
  const id = words.get("case");
  if (id === null) return state.open ? close() : undefined;
  const attempt = words.get("attempt"); // without one, the worst attempt is meant
  const row = state.trials.find((one) => keyOf(one) === id && (attempt === null || String(one.attempt) === attempt));
  if (!row) {
    const which = attempt === null ? "" : `, attempt ${shortened(attempt, 20)},`;
    return blank(visible(`There is no case “${shortened(id)}”${which} on this page.`));
  }
  list.current = row.number;
  list.reveal();
  return show(row, { message: words.get("message") });
}

function listen() {
  let typed = 0;
  $("filter").addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(() => {
      filter($("filter").value);
      const words = { ...(state.query && { q: state.query }), ...(state.open && { case: keyOf(state.open), attempt: state.open.attempt }) };
      setAddress(`#${new URLSearchParams(words)}`, true);
    }, 60);
  });
  window.addEventListener("hashchange", follow);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".copy");
    if (button) copy(button);
  });
  $("help-button").addEventListener("click", () => $("help").showModal());
  $("help-close").addEventListener("click", () => $("help").close());
  $("show-graders")?.addEventListener("click", (event) => {
    $("more-graders").hidden = false;
    event.target.remove();
  });
  window.addEventListener("beforeprint", () => list.draw(true));
  window.addEventListener("afterprint", () => list.draw());
}

async function start() {
  list = new List($("rows"), choose);
  try {
    Object.assign(state, await readIndex());
  } catch (cause) {
    blank(`The list of cases cannot be shown. ${cause.message}`);
    return;
  }
  list.repeated = state.trials.some((row) => row.attempt > 1);
  listen();
  await follow();
}

start();
