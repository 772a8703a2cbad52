/* One trial as a person reads it: what was found, then what was said and done, with the words at fault marked. */

const NAMES = { user: "Customer", assistant: "Assistant", tool: "Tool", system: "System", developer: "Developer" };
const SEVERITIES = { error: "Error", warn: "Warning", info: "Note" };
const VERDICTS = { pass: "passed", fail: "failed", abstain: "could not tell" };
const FOLDED = 700; // characters of a tool's result from which it stands folded

/* The findings of a trial, numbered in the order in which a person meets them. */
function findingsOf(trial) {
  const verdicts = Object.entries(trial.judgement?.verdicts ?? {});
  const messages = trial.transcript.messages.length;
  const found = verdicts.flatMap(([label, verdict]) => (verdict.findings ?? []).map((finding) => ({ ...finding, label })));
  const place = (finding) => (located(finding, messages) ? finding.message : -1);
  found.sort((a, b) => place(a) - place(b) || (a.start ?? -1) - (b.start ?? -1));
  found.forEach((finding, i) => {
    finding.number = i + 1;
  });
  return found;
}

function located(finding, messages) {
  return Number.isInteger(finding.message) && finding.message >= 0 && finding.message < messages;
}

function transcriptOf(row, trial) {
  const { transcript } = trial;
  const findings = findingsOf(trial);
  const at = (index) => findings.filter((finding) => finding.message === index);
  return [
    trial.error ? errorBox(trial.error) : null,
    judgement(trial, findings),
    el("h3", { text: "Conversation" }),
    transcript.system ? folded_("System text", textBlock(transcript.system)) : null,
    ...(transcript.documents ?? []).map((text, i) => folded_(`Document ${i + 1} the assistant was shown`, textBlock(text))),
    conversation(row, transcript, at),
  ].filter(Boolean);
}

function errorBox({ kind, text }) {
  return el("section", { class: "failure", "aria-label": "No usable reply" },
    el("h3", { text: "The assistant gave no usable reply" }),
    el("p", { text: shortened(text ?? "", LONG) }),
    el("p", { class: "kind", text: String(kind).replaceAll("_", " ") }));
}

/* What the graders said, worst first: each finding in a line that leads to its place. */
function judgement(trial, findings) {
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
  }
  const quiet = spoken.filter(([label, { outcome }]) => outcome === "pass" && !findings.some((f) => f.label === label));
  if (quiet.length) holder.append(el("p", { class: "passed", text: `Passed: ${quiet.map(([label]) => label).join(", ")}` }));
  if (!spoken.length && !Object.keys(crashes).length) holder.append(el("p", { class: "passed", text: "No grader spoke." }));
  return holder;
}

function verdictHead(label, word, tone) {
  return el("p", { class: "verdict" }, el("span", { class: `status tone-${tone}`, text: word }), el("b", { text: label }));
}

function pointer(finding) {
  const words = finding.quote ? `“${shortened(finding.quote, 80)}”` : "";
  const link = el("button", { type: "button", class: `pointer sev-${severityOf(finding)}` },
    el("span", { class: "number", text: finding.number }),
    el("span", { class: "code", text: finding.code }),
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
      el("span", { class: "code", text: finding.code }),
      el("span", { class: "label", text: finding.label })),
    finding.reason ? el("p", { class: "reason", text: shortened(finding.reason, LONG) }) : null,
    note ? el("p", { class: "aside", text: note }) : null,
    facts.length ? el("dl", {}, ...facts.map(([key, value]) =>
      el("div", {}, el("dt", { text: key }), el("dd", { text: shortened(String(value), LONG) })))) : null);
}

function conversation(row, transcript, at) {
  const holder = el("ol", { class: "conversation" });
  const scripted = new Set(transcript.scripted ?? []);
  const waiting = new Map(); // calls not yet answered, by id
  transcript.messages.forEach((message, index) => {
    const calls = message.tool_calls ?? [];
    const card = message.role === "tool" ? waiting.get(message.tool_call_id)?.shift() : null;
    if (card) {
      card.append(resultOf(row, message, index, at(index)));
      return;
    }
    const item = el("li", { class: `message role-${message.role}`, id: `message-${index}` });
    item.append(messageHead(row, message, index, scripted.has(index)));
    if (message.role === "tool") item.append(el("div", { class: "call" }, resultOf(row, message, index, at(index), true)));
    else item.append(...bubble(message, at(index), !calls.length));
    for (const call of calls) {
      const made = callCard(call);
      item.append(made);
      waiting.set(call.id, [...(waiting.get(call.id) ?? []), made]);
    }
    if (Object.keys(message.extra ?? {}).length) item.append(folded_("Other fields", jsonBlock(message.extra)));
    holder.append(item);
  });
  if (!transcript.messages.length) holder.append(el("li", { class: "message empty", text: "Nothing was said." }));
  return holder;
}

function messageHead(row, message, index, given) {
  const name = NAMES[message.role] ?? message.role;
  return el("p", { class: "who" },
    el("b", { text: message.name && message.role !== "tool" ? `${name} (${shortened(message.name, 60)})` : name }),
    given ? el("span", { text: "given by the case, not judged" }) : null,
    el("a", { class: "anchor", href: addressOf(row, index), title: `Link to message ${index}`, text: `#${index}` }));
}

/* What was said, and below it what was found there. */
function bubble(message, findings, alone) {
  const { text } = message;
  const cards = () => findings.map((finding) => findingCard(finding, noteOn(finding, text ?? "")));
  if (text === undefined || text === null || text === "") {
    return [alone ? el("p", { class: "empty", text: "No text." }) : null, ...cards()].filter(Boolean);
  }
  const body = el("div", { class: "said" });
  paint(body, text, placed(text, findings));
  const quiet = (message.role === "system" || message.role === "developer") && !findings.length;
  return [quiet ? folded_(`${NAMES[message.role]} text, ${text.length.toLocaleString("en")} characters`, body) : body, ...cards()];
}

/* Why a finding that names a place has no mark there. */
function noteOn(finding, text) {
  if (!Number.isInteger(finding.start) && !Number.isInteger(finding.end)) return "";
  if (!placed(text, [finding]).length) {
    return `It names characters ${finding.start ?? "?"} to ${finding.end ?? "?"}, where this message has no text.`;
  }
  return "";
}

function callCard(call) {
  const card = el("div", { class: "call" }, el("p", { class: "tool" }, el("span", { class: "verb", text: "called" }), el("code", { text: shortened(call.name ?? "", 200) })));
  if (call.arguments_error) card.append(el("p", { class: "broken", text: shortened(call.arguments_error, LONG) }));
  if (call.raw_arguments) card.append(textBlock(call.raw_arguments, "json"));
  else if (Object.keys(call.arguments ?? {}).length) card.append(jsonBlock(call.arguments));
  else if (!call.arguments_error) card.append(el("p", { class: "empty", text: "no arguments" }));
  return card;
}

function resultOf(row, message, index, findings, orphan = false) {
  const text = message.text ?? "";
  const spans = placed(text, findings);
  const body = el("pre", { class: "json" });
  const shown = spans.length ? text : laidOut(text) ?? text; // marks count characters of the text as it came
  paint(body, shown, spans);
  const title = `${message.is_error ? "Error result" : "Result"}${orphan ? ` of ${shortened(message.name ?? "a call that is not here", 100)}` : ""}`;
  const open = spans.length > 0 || shown.length <= FOLDED || message.is_error;
  const fold = folded_(text ? title : `${title}: empty`, text ? body : null, open);
  const holder = el("div", { class: `result${message.is_error ? " is-error" : ""}` }, fold, ...findings.map((finding) => findingCard(finding, noteOn(finding, text))));
  if (!orphan) {
    holder.id = `message-${index}`;
    fold.firstChild.append(el("a", { class: "anchor", href: addressOf(row, index), title: `Link to message ${index}`, text: `#${index}` }));
  }
  if (!orphan && Object.keys(message.extra ?? {}).length) holder.append(folded_("Other fields", jsonBlock(message.extra)));
  return holder;
}

function folded_(title, content, open = false) {
  return el("details", { class: "fold", open }, el("summary", { text: title }), content);
}

function textBlock(text, kind = "said plain") {
  const body = el(kind === "json" ? "pre" : "div", { class: kind });
  paint(body, text);
  return body;
}

function jsonBlock(value) {
  return textBlock(JSON.stringify(value, null, 2), "json");
}
