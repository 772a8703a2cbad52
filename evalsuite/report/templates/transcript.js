/* One trial as a person reads it: what was found, then what was said and done, with the words at fault marked. */

const NAMES = { user: "Customer", assistant: "Assistant", tool: "Tool", system: "System", developer: "Developer" };
const FOLDED = 700; // characters of a tool's result from which it stands folded

function transcriptOf(row, trial) {
  const { transcript } = trial;
  const findings = findingsOf(trial);
  const at = (index) => findings.filter((finding) => finding.message === index);
  return [
    trial.error ? errorBox(trial.error) : null,
    judgement(row, trial, findings),
    el("h3", { text: "Conversation" }),
    trial.expect?.length ? folded_("What the case expects", jsonBlock(trial.expect.map(expectation))) : null,
    trial.context ? folded_("What the assistant was told of the customer", jsonBlock(trial.context)) : null,
    transcript.system ? folded_("System text", textBlock(transcript.system)) : null,
    ...(transcript.documents ?? []).map((text, i) => folded_(`Document ${i + 1} the assistant was shown`, textBlock(text))),
    conversation(row, trial, at),
  ].filter(Boolean);
}

/* An expectation as a case writes it: the grader's name, then what it is given. */
function expectation({ name, label, argument, parameters, bare }) {
  const given = parameters ?? (argument === undefined || bare ? null : argument);
  return { [name]: given, ...(label && { label }) };
}

function errorBox({ kind, text }) {
  return el("section", { class: "failure", "aria-label": "No usable reply" },
    el("h3", { text: "The assistant gave no usable reply" }),
    el("p", { text: shortened(text ?? "", LONG) }),
    el("p", { class: "kind", text: String(kind).replaceAll("_", " ") }));
}

function conversation(row, trial, at) {
  const { transcript } = trial;
  const holder = el("ol", { class: "conversation" });
  const sources = sourcesOf(trial);
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
    else item.append(...bubble(message, at(index), !calls.length, message.role === "assistant" ? linked(row, message, index, sources) : []));
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

/* The values of a reply that were known before, each with the way to where it stood. */
function linked(row, { text }, index, sources) {
  const spans = valueSpans(text ?? "", index, sources);
  for (const { known } of spans) known.href = known.message < 0 ? null : addressOf(row, known.message);
  return spans;
}

/* What was said, and below it what was found there. */
function bubble(message, findings, alone, values = []) {
  const { text } = message;
  const cards = () => findings.map((finding) => findingCard(finding, noteOn(finding, text ?? "")));
  if (text === undefined || text === null || text === "") {
    return [alone ? el("p", { class: "empty", text: "No text." }) : null, ...cards()].filter(Boolean);
  }
  const body = el("div", { class: "said" });
  paint(body, text, [...placed(text, findings), ...values]);
  const quiet = (message.role === "system" || message.role === "developer") && !findings.length;
  return [quiet ? folded_(`${NAMES[message.role]} text, ${text.length.toLocaleString("en")} characters`, body) : body, ...cards()];
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
    holder.append(el("a", { class: "anchor", href: addressOf(row, index), title: `Link to message ${index}`, text: `#${index}` }));
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
