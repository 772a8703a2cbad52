"""What the graders read in a text, told to programs and to people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evalsuite.conversations.messages import ShapeError
from evalsuite.conversations.recorded import BadLine, read_records
from evalsuite.domain.reading import Claim, Commitment, Evidence, Fact, Manner, Mention
from evalsuite.evidence import declared_id
from evalsuite.judging import READERS
from evalsuite.reading.amounts import amounts, written
from evalsuite.reading.commitments import commitments
from evalsuite.reading.dates import dates
from evalsuite.reading.language import language_of, supported
from evalsuite.reading.manner import manner_at
from evalsuite.reading.unseen import Unseen, unseen
from evalsuite.report.visible import visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text to be read."""

    id: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A text with all that was read in it."""

    text: Text
    language: str
    claims: tuple[Claim, ...]
    commitments: tuple[Commitment, ...] = ()
    ids: tuple[tuple[Mention, Manner], ...] = ()
    """Each with how it is named."""
    amounts: tuple[Fact, ...] = ()
    dates: tuple[Fact, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    note: str = ""
    """Why something could not be read."""


def texts(lines: Iterable[bytes], *, shown_path: str) -> Iterator[Text | BadLine]:
    """The texts of JSON lines `{"id", "text"}`, in order; a line that holds none comes as it is."""
    return read_records(lines, shown_path=shown_path, make=_text)


def listen(text: Text, *, id_patterns: Mapping[str, str], language: str = "en", why: bool = False) -> Heard:
    """What is read in a text; with `why`, also the verbs that were not taken for claims, each with its reason."""
    view = READERS.view(text.text)
    spoken = language_of(view.text, text.language or language)
    claims = READERS.claims(view, spoken)
    patterns = tuple((kind, declared_id(kind, source)) for kind, source in id_patterns.items())
    return Heard(
        text=text,
        language=spoken,
        claims=claims,
        commitments=commitments(view, spoken),
        ids=tuple((one, manner_at(view, one)) for one in READERS.mentions(view, Evidence(patterns=patterns))),
        amounts=tuple(amounts(view)),
        dates=tuple(dates(view)),
        unseen=unseen(view, claims, spoken) if why else (),
        note="" if supported(spoken) else f"There are no word tables for {spoken!r}: no claims were looked for.",
    )


def heard_line(heard: Heard, *, why: bool = False) -> str:
    """One line of JSON, always ASCII-safe to write; places are code points into the raw text."""
    told: dict[str, Any] = {
        "id": heard.text.id,
        "claims": [_claim(one) for one in heard.claims],
        "commitments": [_commitment(one) for one in heard.commitments],
        "ids": [_id(*one, heard.text.text) for one in heard.ids],
        "amounts": [_fact(one, heard.text.text) for one in heard.amounts],
        "dates": [_fact(one, heard.text.text) for one in heard.dates],
    }
    if why:
        told["unseen"] = [{"quote": one.word, "start": one.start, "end": one.end, "why": one.why}
                          for one in heard.unseen]  # fmt: skip
    if heard.note:
        told["note"] = heard.note
    return json.dumps(told)


def heard_text(heard: Heard) -> str:
    """The text with its words marked by number, then what was read in each of them; several lines."""
    marks = sorted(
        [(one.start, one.end, _told_claim(one)) for one in heard.claims]
        + [(one.start, one.end, _told_commitment(one)) for one in heard.commitments]
        + [(one.start, one.end, f"id: {one.text} ({one.why}, {manner})") for one, manner in heard.ids]
        + [(one.start, one.end, f"{one.kind}: {one.text}") for one in (*heard.amounts, *heard.dates)]
    )
    lines = [f"{heard.text.id}  ({heard.language})", "", *_indented(_marked(heard.text.text, marks)), ""]
    lines += [f"  [{number}] {what}" for number, (_, _, what) in enumerate(marks, 1)]
    lines += [f"  no claim: {one.word!r} at {one.start}. {one.why}" for one in heard.unseen]
    if heard.note:
        lines.append(f"  {heard.note}")
    if not marks and not heard.unseen and not heard.note:
        lines.append("  Nothing to read: no word that tells of an action, no commitment, no id, no amount, no date.")
    return visible("\n".join(lines))


def _text(record: Any, line: int) -> Text:
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ShapeError('the line wants an object like {"id": "a", "text": "I have refunded you."}.')
    language = record.get("language")
    return Text(
        id=str(record["id"]) if record.get("id") is not None else f"line-{line}",
        text=record["text"],
        language=language if isinstance(language, str) else None,
    )


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "class": claim.action,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "amount": claim.amount,
        "target": claim.target,
        "verb": claim.verb,
        "form": claim.form,
        "tense": claim.tense,
        "count": claim.count,
    }


def _commitment(commitment: Commitment) -> dict[str, Any]:
    return {
        "kind": commitment.kind,
        "amount": commitment.amount,
        "conditional": commitment.conditional,
        "quote": commitment.quote,
        "start": commitment.start,
        "end": commitment.end,
    }


def _id(mention: Mention, manner: Manner, text: str) -> dict[str, Any]:
    quote = text[mention.start : mention.end]
    return {"quote": quote, "start": mention.start, "end": mention.end, "why": mention.why, "manner": manner}


def _fact(fact: Fact, text: str) -> dict[str, Any]:
    """An amount or a day; an amount with its number in two decimals."""
    told = {"quote": text[fact.start : fact.end], "start": fact.start, "end": fact.end}
    return told if fact.cents is None else {**told, "amount": written(fact.cents)}


def _told_claim(claim: Claim) -> str:
    details = [
        claim.form.replace("_", " "),
        "being done" if claim.tense == "doing" else "done",
        *([f"amount {claim.amount}"] if claim.amount else []),
        *([f"target {claim.target}"] if claim.target else []),
        *([f"count {claim.count or 'all'}"] if claim.count is not None else []),
    ]
    return f"claim, {claim.action}: {claim.verb} ({', '.join(details)})"


def _told_commitment(commitment: Commitment) -> str:
    details = [*([f"amount {commitment.amount}"] if commitment.amount else []),
               *(["on a condition"] if commitment.conditional else [])]  # fmt: skip
    return f"commitment, {commitment.kind}{' (' + ', '.join(details) + ')' if details else ''}"


def _marked(text: str, marks: Sequence[tuple[int, int, str]]) -> str:
    """The text with »…«[n] about the marked words; marks may lie within one another."""
    inserts: list[tuple[int, int, int, str]] = []
    for number, (start, end, _) in enumerate(marks, 1):
        inserts += [(start, 1, number, "»"), (end, 0, -number, f"«[{number}]")]  # the inner one closes first
    pieces, at = [], 0
    for place, _, _, sign in sorted(inserts):
        pieces += [text[at:place], sign]
        at = place
    return "".join([*pieces, text[at:]])


def _indented(text: str) -> list[str]:
    return [f"  {line}" for line in text.splitlines()]
