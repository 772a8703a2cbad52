/* What the graders said of a trial, each finding tied to the words it is about. */

const SEVERITIES = { error: "Error", warn: "Warning", info: "Note" };
const NAME = 80; // characters shown of a grader's label or a finding's code
const VERDICTS = { pass: "passed", fail: "failed", abstain: "could not tell" };

/* The findings of a trial, numbered in the order in which a person meets them. */
function findingsOf(trial, prefix = "") {
  const verdicts = Object.entries(trial.judgement?.verdicts ?? {});
  const messages = trial.transcript.messages.length;
  const found = verdicts.flatMap(([label, verdict]) => (verdict.findings ?? []).map((finding) => ({ ...finding, label })));
  for (const finding of found) anchor(finding, trial.transcript.messages);
  const place = (finding) => (located(finding, messages) ? finding.message : -1);
  found.sort((a, b) => place(a) - place(b) || (a.start ?? -1) - (b.start ?? -1));
  found.forEach((finding, i) => {
    finding.number = `${prefix}${i + 1}`;
  });
  return found;
}

function located(finding, messages) {
  return Number.isInteger(finding.message) && finding.message >= 0 && finding.message < messages;
}

/* A judge quotes without saying where: the words are marked where they stand, if that is one place and no other. */
function anchor(finding, messages) {
  if (!finding.quote || Number.isInteger(finding.start) || Number.isInteger(finding.end)) return;
  const places = [];
  messages.forEach(({ role, text }, index) => {
    const asked = Number.isInteger(finding.message) ? finding.message === index : role === "assistant";
    for (let at = asked && text ? text.indexOf(finding.quote) : -1; at >= 0 && places.length < 2; at = text.indexOf(finding.quote, at + 1)) {
      places.push({ index, at, text });
    }
  });
  if (places.length !== 1) return;
  const [{ index, at, text }] = places;
  const points = (part) => [...part].length;
  Object.assign(finding, { message: index, start: points(text.slice(0, at)), end: points(text.slice(0, at)) + points(finding.quote) });
}

/* What the graders said, worst first: each finding in a line that leads to its place. */
function judgement(row, trial, findings) {
  const { verdicts = {}, grader_errors: crashes = {} } = trial.judgement ?? {};
  const holder = el("section", { class: "verdicts", "aria-label": "What the graders said" });
  const messages = trial.transcript.messages.length;
  for (const [label, reason] of Object.entries(crashes)) {
    holder.append(verdictHead(label, "crashed", "error"), el("p", { class: "reason", text: shortened(reason, LONG) }));
  }
  const order = ["fail", "abstain", "pass"];
  const spoken = Object.entries(verdicts).sort((a, b) => order.indexOf(a[1].outcome) - order.indexOf(b[1].outcome));
  for (const [label, verdict] of spoken) {
    const own = findings.filter((finding) => finding.label === label);
    if (verdict.outcome === "pass" && !own.length) continue;
    holder.append(verdictHead(label, VERDICTS[verdict.outcome], { fail: "fail", abstain: "ungraded", pass: "pass" }[verdict.outcome]));
    if (verdict.reason) holder.append(el("p", { class: "reason", text: shortened(verdict.reason, LONG) }));
    for (const finding of own) {
      holder.append(located(finding, messages) ? pointer(finding) : findingCard(finding));
    }
    holder.append(reviewOf(row, trial, label) ?? "");
  }
  const quiet = spoken.filter(([label, { outcome }]) => outcome === "pass" && !findings.some((f) => f.label === label));
  if (quiet.length) {
    const passed = folded_(`Passed: ${quiet.map(([label]) => shortened(label, NAME)).join(", ")}`, el("div", { class: "verdicts" }));
    for (const [label] of quiet) passed.lastChild.append(verdictHead(label, "passed", "pass"), reviewOf(row, trial, label) ?? "");
    holder.append(passed);
  }
  if (!spoken.length && !Object.keys(crashes).length) holder.append(el("p", { class: "passed", text: "No grader spoke." }));
  return holder;
}

function verdictHead(label, word, tone) {
  return el("p", { class: "verdict" }, el("span", { class: `status tone-${tone}`, text: word }), el("b", { text: shortened(label, NAME) }));
}

function pointer(finding) {
  const words = finding.quote ? `“${shortened(finding.quote, 80)}”` : "";
  const link = el("button", { type: "button", class: `pointer sev-${severityOf(finding)}` },
    el("span", { class: "number", text: finding.number }),
    el("span", { class: "code", text: shortened(finding.code, NAME) }),
    el("bdi", { class: "words", text: words }),
    el("span", { class: "where", text: `message ${finding.message}` }),
    finding.reason ? el("bdi", { class: "reason", text: shortened(finding.reason) }) : null);
  link.addEventListener("click", () => {
    const mark = document.querySelector(`#panel mark[data-findings~="${finding.number}"]`);
    point(mark ?? document.getElementById(`finding-${finding.number}`));
  });
  return link;
}

function findingCard(finding, note = "") {
  const severity = severityOf(finding);
  const evidence = finding.evidence ?? {};
  const facts = [
    ["Looked in", evidence.looked_in],
    ["Nearest", evidence.nearest && [evidence.nearest, evidence.source].filter(Boolean).join(" — ")],
    ["Source", !evidence.nearest && evidence.source],
    ["Mend", finding.mend],
  ].filter(([, value]) => value);
  return el("div", { class: `finding sev-${severity}`, id: `finding-${finding.number}` },
    el("p", { class: "head" },
      el("span", { class: "number", text: finding.number }),
      el("span", { class: "unseen", text: SEVERITIES[severity] }),
      el("span", { class: "code", text: shortened(finding.code, NAME) }),
      el("span", { class: "label", text: shortened(finding.label, NAME) })),
    finding.reason ? el("p", { class: "reason", text: shortened(finding.reason, LONG) }) : null,
    note ? el("p", { class: "aside", text: note }) : null,
    facts.length ? el("dl", {}, ...facts.map(([key, value]) =>
      el("div", {}, el("dt", { text: key }), el("dd", { text: shortened(String(value), LONG) })))) : null);
}

/* Why a finding that names a place has no mark there. */
function noteOn(finding, text) {
  if (!Number.isInteger(finding.start) && !Number.isInteger(finding.end)) return "";
  if (!placed(text, [finding]).length) {
    return `It names characters ${finding.start ?? "?"} to ${finding.end ?? "?"}, where this message has no text.`;
  }
  return "";
}
