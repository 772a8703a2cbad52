/* The baseline's go at a case beside the candidate's: steps aligned, words and arguments compared. */

const COMPARED = 20_000; // characters; longer texts are put side by side without
const CELLS = 4_000_000; // pairs of words looked at
const STEPS = 400;

function diffOf(row, before, after) {
  const rows = aligned(stepsOf(before, "b"), stepsOf(after));
  return [
    verdictsSideBySide(before, after),
    el("div", { class: "sides", role: "table", "aria-label": "Baseline and candidate side by side" },
      el("div", { class: "side-row heads", role: "row" },
        el("b", { role: "columnheader", text: "Baseline" }), el("b", { role: "columnheader", text: "This run" })),
      ...rows.map((pair) => sideRow(row, pair))),
  ];
}

/* What became of each grader, those that changed first. */
function verdictsSideBySide(before, after) {
  const [was, now] = [before, after].map(({ judgement = {} }) => ({
    ...Object.fromEntries(Object.keys(judgement.grader_errors ?? {}).map((label) => [label, "crashed"])),
    ...Object.fromEntries(Object.entries(judgement.verdicts ?? {}).map(([label, { outcome }]) => [label, VERDICTS[outcome]])),
  }));
  const labels = [...new Set([...Object.keys(was), ...Object.keys(now)])];
  const moved = labels.filter((label) => was[label] !== now[label]);
  const tone = { passed: "pass", failed: "fail", crashed: "error", "could not tell": "ungraded" };
  const pill = (word) => (word ? el("span", { class: `status tone-${tone[word]}`, text: word }) : el("span", { class: "empty", text: "did not speak" }));
  return el("section", { class: "verdicts", "aria-label": "What the graders said of both" },
    ...moved.map((label) => el("p", { class: "verdict" }, el("b", { text: shortened(label, NAME) }), pill(was[label]), el("span", { class: "unseen", text: "then" }), el("span", { "aria-hidden": "true", text: "→" }), pill(now[label]))),
    ...(after.error ? [errorBox(after.error)] : []),
    el("p", { class: "passed", text: moved.length ? `The other ${labels.length - moved.length} graders say the same of both.` : "All graders say the same of both." }));
}

/* A conversation as a list of steps: what somebody said, and each call with its result. */
function stepsOf(trial, prefix) {
  const steps = [];
  const calls = new Map();
  const findings = findingsOf(trial, prefix);
  trial.transcript.messages.forEach((message, index) => {
    const call = message.role === "tool" ? calls.get(message.tool_call_id)?.shift() : null;
    if (call) {
      Object.assign(call, { result: message.text ?? "", failed: message.is_error, resultAt: index });
      return;
    }
    if (message.text) {
      steps.push({ kind: message.role, index, text: message.text, findings: findings.filter((one) => one.message === index) });
    }
    for (const { id, name, arguments: given, raw_arguments: raw } of message.tool_calls ?? []) {
      const step = { kind: "call", index, name, text: raw ?? JSON.stringify(given ?? {}, null, 2), findings: [] };
      steps.push(step);
      calls.set(id, [...(calls.get(id) ?? []), step]);
    }
  });
  return steps.slice(0, STEPS);
}

/* Steps of both sides in pairs, in order; where one side has no such step, null stands for it. Customer messages are
   the same script, so the n-th of one side stands beside the n-th of the other. */
function aligned(before, after) {
  const parts = [before, after].map(exchanges);
  const pairs = [];
  for (let i = 0; i < Math.max(parts[0].length, parts[1].length); i += 1) {
    pairs.push(...inOrder(parts[0][i] ?? [], parts[1][i] ?? [], likeness));
  }
  return pairs;
}

function exchanges(steps) {
  const parts = [[]];
  for (const step of steps) {
    if (step.kind === "user" && parts.at(-1).length) parts.push([]);
    parts.at(-1).push(step);
  }
  return parts;
}

/* 0 for steps that are no pair. */
function likeness(one, other) {
  if (one.kind !== other.kind || (one.kind === "call" && one.name !== other.name)) return 0;
  return one.text === other.text ? 3 : 2;
}

/* The longest common sequence by weight, with what stands on one side only between. */
function inOrder(one, other, weigh) {
  const best = Array.from({ length: one.length + 1 }, () => new Float64Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const weight = weigh(one[i], other[j]);
      best[i][j] = Math.max(best[i + 1][j], best[i][j + 1], weight ? weight + best[i + 1][j + 1] : 0);
    }
  }
  const pairs = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    const weight = i < one.length && j < other.length ? weigh(one[i], other[j]) : 0;
    if (weight && best[i][j] === weight + best[i + 1][j + 1]) pairs.push([one[i++], other[j++]]);
    else if (j >= other.length || (i < one.length && best[i + 1][j] >= best[i][j + 1])) pairs.push([one[i++], null]);
    else pairs.push([null, other[j++]]);
  }
  return pairs;
}

function sideRow(row, [before, after]) {
  const changes = before && after ? changedWords(before.text, after.text) : { del: [], ins: [] };
  const same = before && after && before.text === after.text && before.result === after.result;
  return el("div", { class: `side-row${same ? " same" : ""}`, role: "row" },
    sideCell(before, after, changes.del, null), sideCell(after, before, changes.ins, row));
}

function sideCell(step, other, changes, row) {
  if (!step) return el("div", { class: "side-cell absent", role: "cell" }, el("span", { class: "empty", text: other.kind === "call" ? `${shortened(other.name, 80)} is not called here` : "nothing is said here" }));
  const head = el("p", { class: "who" }, el("b", { text: step.kind === "call" ? "Tool" : NAMES[step.kind] ?? step.kind }));
  if (row) head.append(el("a", { class: "anchor", href: addressOf(row, step.index), title: `Message ${step.index} in the transcript`, text: `#${step.index}` }));
  const spans = [...placed(step.text, step.findings), ...changes];
  if (step.kind !== "call") {
    const said = el("div", { class: "said" });
    paint(said, step.text, spans);
    const cards = step.findings.filter((finding) => severityOf(finding) === "error").map((finding) => findingCard(finding, noteOn(finding, step.text)));
    return el("div", { class: `side-cell role-${step.kind}`, role: "cell" }, head, said, ...cards);
  }
  const given = el("pre", { class: "json" });
  paint(given, step.text, spans);
  const card = el("div", { class: "call" }, el("p", { class: "tool" }, el("span", { class: "verb", text: "called" }), el("code", { text: shortened(step.name ?? "", 200) })), given);
  if (step.result !== undefined) {
    const result = textBlock(laidOut(step.result) ?? step.result, "json");
    card.append(el("div", { class: `result${step.failed ? " is-error" : ""}` }, folded_(step.failed ? "Error result" : "Result", result, other !== null && step.result !== other.result && step.result.length <= FOLDED)));
  }
  return el("div", { class: "side-cell", role: "cell" }, head, card);
}

/* The stretches that stand only in one of two texts, as spans of each. */
function changedWords(before, after) {
  const none = { del: [], ins: [] };
  if (before === after || Math.max(before.length, after.length) > COMPARED) return none;
  const [one, other] = [before, after].map(wordsOf);
  let head = 0;
  while (head < one.length && head < other.length && one[head].text === other[head].text) head += 1;
  let tail = 0;
  while (tail < Math.min(one.length, other.length) - head && one.at(-1 - tail).text === other.at(-1 - tail).text) tail += 1;
  const [cut, otherCut] = [one, other].map((words) => words.slice(head, words.length - tail));
  const pairs = [
    ...one.slice(0, head).map((word, i) => [word, other[i]]),
    ...(cut.length * otherCut.length > CELLS ? apart(cut, otherCut) : inOrder(cut, otherCut, sameWord)),
    ...one.slice(one.length - tail).map((word, i) => [word, other[other.length - tail + i]]),
  ];
  return { del: runs(slid(pairs, 0), "del"), ins: runs(slid(pairs, 1), "ins") };
}

const sameWord = (a, b) => (a.text === b.text ? (/\S/.test(a.text) ? 3 : 1) : 0);
const apart = (one, other) => [...one.map((word) => [word, null]), ...other.map((word) => [null, word])];

/* "I am sorry. I" before "can" reads better as one stretch than as two around an "I" that both texts have: a stretch
   that ends with the word it follows is moved up, if it then joins the one before it or the beginning. */
function slid(pairs, side) {
  const steps = pairs.filter((pair) => pair[side]).map((pair) => ({ word: pair[side], changed: !pair[1 - side] }));
  for (let i = 1; i < steps.length; i += 1) {
    if (!steps[i].changed || steps[i - 1].changed) continue;
    let last = i;
    while (steps[last + 1]?.changed) last += 1;
    let up = 0;
    while (i - 1 - up >= 0 && !steps[i - 1 - up].changed && steps[i - 1 - up].word.text === steps[last - up]?.word.text) up += 1;
    if (up === 0 || (i - 1 - up >= 0 && !steps[i - 1 - up].changed)) continue;
    for (let j = 0; j < up; j += 1) [steps[i - 1 - j].changed, steps[last - j].changed] = [true, false];
  }
  return steps;
}

const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;

/* Words, and what stands between them, with where each begins; languages without spaces are parted too. */
function wordsOf(text) {
  if (segmenter) return Array.from(segmenter.segment(text), ({ segment, index }) => ({ text: segment, start: index }));
  return Array.from(text.matchAll(/\s+|[\p{L}\p{N}]+|./gsu), (match) => ({ text: match[0], start: match.index }));
}

const endOf = ({ text, start }) => start + text.length;

/* Changed words that follow on each other, as one span; spaces alone are no change to speak of. */
function runs(steps, change) {
  const spans = [];
  for (const { word, changed } of steps) {
    const last = spans.at(-1);
    if (changed && last && last.end === word.start) Object.assign(last, { end: endOf(word), words: last.words + word.text });
    else if (changed) spans.push({ start: word.start, end: endOf(word), change, words: word.text });
  }
  return spans.filter(({ words }) => /\S/.test(words));
}
