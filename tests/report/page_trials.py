"""Seeded trials for pages: a shop's conversations, and the worst texts a transcript can hold."""

import random
from collections.abc import Iterator
from urllib.parse import urlencode

from evalsuite.domain.conversation import Message, ToolCall, Transcript, Usage
from evalsuite.domain.run import CaseEntry, Failure, Judgement, Trial
from evalsuite.domain.verdict import Evidence, Finding, Verdict, abstain, verdict_of

PASSED = Verdict(outcome="pass")

HOSTILE = {
    "script": "<script>window.pwned=1</script>",
    "handler": "<img src=x onerror='window.pwned=2'>",
    "attribute": '" onmouseover="window.pwned=3" autofocus onfocus=\'window.pwned=4\'',
    "end of script": "</script><svg onload=window.pwned=5>",
    "comment": "<!-- <script> --!> ]]> <![CDATA[",
    "template": "{{ 7*7 }} {% for x in y %} ${window.pwned=6} <%= 1 %>",
    "link": "javascript:window.pwned=7",
    "bidi": "refund \u202egpj.exe\u202c of \u2066you\u2069\u200b",
    "controls": "nul\x00 bell\x07 back\x08 del\x7f next\x85 line\u2028end\ufeff",
    "ansi": "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
    "surrogates": "half \ud800 and \udfff done",
    "tags": "hidden \U000e0041\U000e0042 order",
    "entities": "&lt;b&gt; &amp; &#x3c;script&#x3e;",
    "names": "__proto__ constructor toString",
}
HOSTILE_LINE = "x" * 1_000_000
EVERYTHING = " | ".join(HOSTILE.values())


def entry(case_id: str, **fields) -> CaseEntry:
    return CaseEntry(id=case_id, **({"path": "cases/refunds.yaml", "line": 14} | fields))


def trial(case_id: str, *messages: Message, verdicts=None, attempt: int = 1, **fields) -> Trial:
    judgement = fields.pop("judgement", None) or Judgement(verdicts=verdicts or {"ids": PASSED})
    return Trial(
        case_id=case_id, attempt=attempt, transcript=Transcript(messages=messages), judgement=judgement, **fields
    )


def user(text: str) -> Message:
    return Message(role="user", text=text)


def assistant(text: str | None, *calls: ToolCall) -> Message:
    return Message(role="assistant", text=text, tool_calls=calls)


def found(text: str, words: str, *, message: int = 1, code: str = "invented_id", **fields) -> Finding:
    start = text.index(words)
    return Finding(code=code, message=message, start=start, end=start + len(words), quote=words, **fields)


def shop(count: int, *, exchanges: int = 3, seed: int = 7) -> Iterator[tuple[CaseEntry, Trial]]:
    """Conversations of `exchanges` customer messages and replies; of twenty one fails, one of fifty is ungraded."""
    dice = random.Random(seed)
    words = ["parcel", "refund", "order", "late", "card", "invoice", "return", "window", "charger", "cable", "speaker"]
    for number in range(count):
        order = f"ORD-{dice.randrange(100_000, 999_999)}"
        messages = []
        for _ in range(exchanges):
            said = " ".join(dice.choices(words, k=14))
            messages.append(user(f"My {said} {order}, and I want my money back."))
            messages.append(
                assistant(f"I have looked into {order}: {' '.join(dice.choices(words, k=30))}. Anything else?")
            )
        topic = dice.choice(words)
        verdicts = {"ids": PASSED, "claims": PASSED, "tone": PASSED}
        if number % 20 == 0:
            finding = found(messages[1].text, order, reason=f"No tool result holds {order}.")
            verdicts["ids"] = verdict_of([finding])
        if number % 50 == 1:
            verdicts = {"rubric": abstain("No judge is configured.")}
        case_id = f"{topic}-{number:05d}"
        yield (
            entry(
                case_id,
                title=f"Asks about a {topic} and a {dice.choice(words)}",
                tags=(topic, "smoke"),
                cohort=("self_serve", "enterprise")[number % 2],
                difficulty="routine",
                origin="golden",
                line=number,
            ),
            Trial(
                case_id=case_id,
                transcript=Transcript(
                    messages=tuple(messages),
                    model="alex-1",
                    seconds=1.5,
                    usage=Usage(input_tokens=900, output_tokens=80),
                ),
                judgement=Judgement(verdicts=verdicts, graders=dict.fromkeys(verdicts, "0f3a9c1d2b4e5f60")),
            ),
        )


def hostile(text: str, case_id: str) -> tuple[CaseEntry, Trial]:
    """One text in every place that takes text."""
    call = ToolCall(
        id=text, name=text, arguments={text: text, "__proto__": text}, arguments_error=text, raw_arguments=text
    )
    finding = Finding(
        code=text,
        message=1,
        start=0,
        end=len(text),
        quote=text,
        reason=text,
        evidence=Evidence(looked_in=text, nearest=text, source=text),
        mend=text,
    )
    messages = (
        user(text),
        assistant(text, call, ToolCall(id="2", name=text, arguments={text: [text]})),
        Message(role="tool", text=text, tool_call_id=text, name=text, extra={text: text}),
        Message(role="tool", text=f'{{"a": "{text}"}}', tool_call_id="nobody", name=text, is_error=True),
        Message(role="system", text=text, name=text),
    )
    noted = Finding(code=text, severity="warn", reason=text, mend=text)
    return (
        entry(case_id, title=text, path=text, tags=(text,), cohort=text, difficulty=text, origin=text),
        Trial(
            case_id=case_id,
            transcript=Transcript(messages=messages, system=text, documents=(text,), model=text),
            judgement=Judgement(
                verdicts={text: verdict_of([finding, noted]), "shy": abstain(text)}, grader_errors={f"{text}2": text}
            ),
            error=Failure(kind="crashed", text=text),
        ),
    )


REPLY = "I've refunded 😀 ORD-999 to your card. Have a good day!"
FINDING = found(
    REPLY,
    "ORD-999",
    reason="No tool result holds ORD-999.",
    evidence=Evidence(looked_in="2 tool results", nearest="ORD-100217", source="message 3, /order/id"),
    mend="Look the order up first.",
)


def one(*findings: Finding, reply: str = REPLY, label: str = "ids", **fields):
    """A page's trials: a single case whose reply has these findings."""
    told = trial("late", user("Where is it?"), assistant(reply), verdicts={label: verdict_of(list(findings))}, **fields)
    return [(entry("late", title="Wants money back", tags=("refund",)), told)]


def at(case_id: str, **words) -> str:
    return "#" + urlencode({"case": case_id, "attempt": 1, **words})


def opened(page):
    page.wait_for_selector("#panel:not([hidden]) .conversation")
    return page.locator("#panel")
