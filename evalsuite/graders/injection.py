"""Text in a conversation that speaks to whoever grades it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from evalsuite.domain.reading import TextView
from evalsuite.domain.verdict import Finding
from evalsuite.graders.disguises import Reading, readings
from evalsuite.graders.injection_marks import Mark, marks
from evalsuite.graders.injection_words import words_to_judges
from evalsuite.protocols import GradingContext
from evalsuite.reading.text import view

JUDGE_INJECTION = "judge_injection"
_TELLING = frozenset({"judge", "grading", "rubric", "dialogue", "reply"})
"""Kinds of words that are looked for in mirrors as well."""


def addressed(context: GradingContext) -> Iterator[Finding]:
    """A finding for every text of the conversation, its data and its tool calls that speaks to a judge.

    At most one a message. Its severity changes no verdict: what it means is that no judge may see the conversation.
    """
    for index, message in enumerate(context.messages):
        span = spoken_to_judge(context.view(index))
        if span is not None:
            yield _finding(index, message.text or "", span)
        elif any(map(_speaks, (call.raw_arguments or _json(call.arguments) for call in message.tool_calls))):
            yield _finding(index)
    for text in (*context.transcript.documents, _json(dict(context.case.context))):
        if _speaks(text):
            yield _finding()


def spoken_to_judge(seen: TextView) -> tuple[int, int] | None:
    """The place of the first words that speak to a judge, code points into the raw text; None where none do."""
    for reading in readings_of(seen):
        found = _found(reading.text, hidden=reading.hidden)
        if found is not None:
            return reading.place(*found)
    return None


def readings_of(seen: TextView) -> Iterator[Reading]:
    """Every reading of a text that words to a judge may stand in."""
    return readings(seen, telling=_telling)


def _speaks(text: str) -> bool:
    return spoken_to_judge(view(text)) is not None


def _found(text: str, *, hidden: bool) -> tuple[int, int] | None:
    """The first words that stand together and weigh enough."""
    tables, found = words_to_judges(), marks(text)
    enough = tables.enough - hidden * tables.weights["hidden"]
    for weight, together in weighed(found):
        if weight >= enough:
            told = [one for one in found[together] if tables.weights[one.kind]]
            return told[0].start, max(one.end for one in told)
    return None


def weighed(found: Sequence[Mark]) -> Iterator[tuple[int, slice]]:
    """What the marks weigh that stand together, from each mark on, each kind once; and which they are."""
    tables = words_to_judges()
    there: Counter[str] = Counter()
    weight = end = 0
    for start, first in enumerate(found):
        while end < len(found) and found[end].word - first.word < tables.within:
            weight += 0 if there[found[end].kind] else tables.weights[found[end].kind]
            there[found[end].kind] += 1
            end += 1
        yield weight, slice(start, end)
        there[first.kind] -= 1
        weight -= 0 if there[first.kind] else tables.weights[first.kind]


def _finding(index: int | None = None, raw: str = "", span: tuple[int, int] | None = None) -> Finding:
    start, end = span or (None, None)
    return Finding(
        code=JUDGE_INJECTION,
        severity="warn",
        message=index,
        start=start,
        end=end,
        quote=raw[start:end] if span else "",
        reason="This speaks to whoever grades the conversation, so that no judge was asked.",
        mend="read the conversation, and say in a review what it deserves",
    )


def _telling(word: str) -> bool:
    return any(turn.kind in _TELLING and not turn.rest for turn in words_to_judges().turns(word))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
