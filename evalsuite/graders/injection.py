"""Text in a conversation that speaks to whoever grades it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from evalsuite.domain.reading import TextView
from evalsuite.domain.verdict import Finding
from evalsuite.graders.disguises import undisguised
from evalsuite.graders.injection_tells import ENOUGH, KEY, PHRASES, STEMS, TOGETHER
from evalsuite.protocols import GradingContext
from evalsuite.reading.text import view

JUDGE_INJECTION = "judge_injection"

_NO_STEM = {"pass": "pass(?!eng|wor|port)", "grad": r"\bgrad", "top ": "top (?=[hmgsrp])"}
"""Stems with the common words taken out that they stand in: passenger, upgrade, laptop."""
_STEM = re.compile("|".join(_NO_STEM.get(stem, re.escape(stem)) for stem in STEMS))
_NEAR = 240
"""Characters looked at before and behind each stem."""
_SENTENCE = re.compile(r"[^.!?\n]{8,400}")


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
    for text in (*context.transcript.documents, *_texts(context.case.context)):
        if _speaks(text):
            yield _finding()


def spoken_to_judge(seen: TextView) -> tuple[int, int] | None:
    """The place of the first words that speak to a judge, code points into the raw text; None where none do."""
    for text, place in undisguised(seen):
        found = _found(text)
        if found is not None:
            return place(*found)
    return None


def _speaks(text: str) -> bool:
    return spoken_to_judge(view(text)) is not None


def _found(text: str) -> tuple[int, int] | None:
    folded = text.lower()
    if len(folded) != len(text):
        folded = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    for start, end in _stretches(folded):
        for pattern in PHRASES:
            match = pattern.search(folded, start, end)
            if match:
                return match.span()
        for sentence in _SENTENCE.finditer(folded, start, end):
            if _together(folded, *sentence.span()):
                return sentence.span()
    return None


def _together(folded: str, start: int, end: int) -> bool:
    there = {number for number, tell in enumerate(TOGETHER) if tell.pattern.search(folded, start, end)}
    return bool(there & KEY) and sum(TOGETHER[number].weight for number in there) >= ENOUGH


def _stretches(folded: str) -> Iterator[tuple[int, int]]:
    """The parts of a text that are worth a look."""
    if not any(map(folded.__contains__, STEMS)):  # ten times as quick as the pattern
        return
    start = end = 0
    for match in _STEM.finditer(folded):
        if match.start() - _NEAR > end:
            if end:
                yield start, end
            start = match.start() - _NEAR
        end = min(len(folded), match.end() + _NEAR)
    if end:
        yield start, end


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


def _texts(value: object) -> Iterator[str]:
    """Every text in JSON values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
