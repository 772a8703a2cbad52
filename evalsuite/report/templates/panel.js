/* One case beside the list: its head, its attempts, and its transcript or what changed since the baseline. */

/* Opens a trial. `message` leads to one of its messages, `view` is "diff" for side by side with the baseline. */
async function show(row, { message = null, focus = false, view = "" } = {}) {
  const ticket = (state.asked += 1);
  const panel = $("panel");
  let content;
  try {
    content = await contentOf(row, view);
  } catch (cause) {
    content = [el("p", { class: "failure", text: cause.message })];
  }
  if (ticket !== state.asked) return; // another one was asked for meanwhile
  const stays = state.open?.id === row.id;
  Object.assign(state, { open: row, view });
  keepingPlace(() => {
    document.body.classList.add("reading");
    document.body.classList.toggle("comparing", view === "diff");
    panel.hidden = false;
  });
  hideTip();
  panel.replaceChildren(...panelHead(row, view), el("div", { class: "content" }, ...content));
  if (!stays || message === null) panel.scrollTop = 0;
  document.title = visible(`${shortened(row.title || row.id)} · ${TITLE}`);
  list.current = row.id;
  list.draw();
  $("told").textContent = visible(`${WORDS[row.outcome]}: ${shortened(row.title || row.id)}`);
  if (focus) panel.focus({ preventScroll: true });
  if (message !== null) point($(`message-${message}`));
}

async function contentOf(row, view) {
  if (view !== "diff") return transcriptOf(row, await readBody(row));
  const [before, after] = await Promise.all([readBefore(row), readBody(row)]);
  return before ? diffOf(row, before, after) : [el("p", { class: "empty", text: whyNoDiff(row) })];
}

function whyNoDiff(row) {
  if (!state.compared) return "This run is held against no other one: evalsuite report RUN --baseline OTHER makes a page that is.";
  return row.was || row.share !== null ? "Of the baseline only outcomes are at hand, not what was said." : "The baseline does not have this case.";
}

function close() {
  state.asked += 1;
  state.open = null;
  list.current = null;
  keepingPlace(() => {
    document.body.classList.remove("reading", "comparing");
    $("panel").hidden = true;
  });
  hideTip();
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

function panelHead(row, view) {
  const button = (name, text, label, act) => {
    const made = el("button", { type: "button", class: name, title: label, "aria-label": label, text });
    made.addEventListener("click", act);
    return made;
  };
  const facts = [row.cohort, row.difficulty, row.origin, row.model, row.seconds ? `${row.seconds} s` : "", row.cost ? `$${row.cost.toPrecision(2)}` : ""];
  const tools = el("div", { class: "tools" },
    el("span", { class: `status tone-${row.outcome}`, text: WORDS[row.outcome] }),
    row.flip ? el("span", { class: `chip ${row.flip === "regression" ? "bad" : "good"}`, text: row.flip }) : null,
    el("span", { class: "space" }),
    state.compared ? viewSwitch(view) : null,
    button("step", "↑", "Previous case (k)", () => step(-1)),
    button("step", "↓", "Next case (j)", () => step(1)),
    button("step close", "✕", "Close (Esc)", leave));
  const head = el("header", { class: "panel-head" },
    el("h2", {}, el("bdi", { text: shortened(row.title || row.id) })),
    el("p", { class: "facts" },
      el("span", {}, el("code", { text: shortened(row.id) })),
      ...facts.filter(Boolean).map((fact) => el("span", { text: shortened(String(fact), 80) })),
      ...row.tags.map((tag) => el("span", { class: "tag", text: shortened(tag, 60) }))),
    row.all ? attemptsOf(row) : null,
    row.path ? placeOf(row) : null);
  return [tools, head];
}

function viewSwitch(view) {
  const made = el("button", { type: "button", class: "view", "aria-pressed": String(view === "diff"), title: "Side by side with the baseline (d)", text: "Compare" });
  made.addEventListener("click", () => turn());
  return made;
}

function attemptsOf(row) {
  return el("nav", { class: "attempts", "aria-label": "Attempts" }, ...row.all.map((one) =>
    el("a", { href: addressOf(one, undefined, state.view), class: `attempt tone-${one.outcome}`, "aria-current": one === row ? "true" : null, "aria-label": `Attempt ${one.attempt}: ${WORDS[one.outcome]}`, text: one.attempt })));
}

/* Where the case is written, and how it is run again. */
function placeOf(row) {
  if (row.path.length + row.id.length > LONG) return null;
  const where = `${row.path}${row.line ? `:${row.line}` : ""}`;
  const line = (id, text, what) => el("p", { class: "place" }, el("code", { id, text }), el("button", { type: "button", class: "copy", "data-copy": id, title: `Copy ${what}`, text: "Copy" }));
  const runs = row.line > 0 && /\.ya?ml$/i.test(row.path);
  return el("div", {}, line("place", where, "where the case is written"), runs ? line("rerun", `pytest ${shellWord(`${row.path}::${row.id}`)}`, "the command that runs it again") : null);
}

/* In single quotes nothing means anything to a shell. */
function shellWord(word) {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
