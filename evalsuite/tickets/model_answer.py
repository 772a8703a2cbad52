"""What a model says of a ticket, its quotes found in the ticket's own words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, cast

import regex

from evalsuite.domain.labels import BadReply, Clue, FailureMode
from evalsuite.domain.ticket import Ticket
from evalsuite.graders.asking import UnansweredError, UnusableError, answer_of, ask
from evalsuite.graders.quotes import Span, place_of
from evalsuite.models.failures import visible
from evalsuite.privacy.pseudonyms import Pseudonyms
from evalsuite.protocols import Completion, Judge, Request
from evalsuite.reading.text import view
from evalsuite.tickets.model_question import Piece, pieces_of, question, schema, why_not

_MOST_QUOTES = 20
_MOST_FAILURES = 3
_OWN = ("assistant", "customer", "subject", "rating", "staff", "note of staff")
"""Whose words may hold the assistant's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelWord:
    """What a model says of a ticket. Its clues quote the ticket as it is, not what the model was shown."""

    about_assistant: bool
    failure: tuple[FailureMode, ...] = ()
    bad_reply: BadReply | None = None
    clues: tuple[Clue, ...] = ()


async def said_by(
    judge: Judge, ticket: Ticket, *, names: Pseudonyms, source: str, deny: Collection[str] = ()
) -> ModelWord:
    """What the model says of a ticket that it is shown with stand-ins, in one call, or two where an answer is of no
    use. `source` stands for the ticket in what is kept of the answers, `deny` are words the team wants to see nowhere.

    Raises `UnansweredError` where it may not be shown it, cannot be reached or cannot tell, or twice gave an answer
    that is malformed, contradicts itself, or quotes what does not stand there.
    """
    pieces = pieces_of(ticket, names)
    reason = why_not(pieces, names, deny=deny)
    if reason:
        raise UnansweredError(reason)

    def request(fault: str) -> Request:
        return Request(
            messages=question(ticket, pieces, fault=fault),
            response_schema=schema(),
            parameters={"temperature": 0, **judge.parameters},
            case_id=source,
        )

    word = await ask(judge, request, lambda completion: checked(completion, pieces, by=judge.name))
    if word is None:
        raise UnansweredError(f"judge {judge.name!r} cannot tell")
    return word


def checked(completion: Completion, pieces: Sequence[Piece], *, by: str) -> ModelWord | None:
    """What an answer says; None where it cannot tell. Raises `UnusableError`."""
    answer = answer_of(completion, schema())
    about, failure = answer["about_assistant"], tuple(cast("list[FailureMode]", answer["failures"]))
    quotes = [_quoted(number, one, pieces) for number, one in enumerate(answer["evidence"][:_MOST_QUOTES], 1)]
    if about == "cannot_tell":
        return None
    if not quotes:
        raise UnusableError("it quotes nothing")
    if failure and about == "no":
        raise UnusableError("it names a failure of the assistant in a ticket that is not about it")
    if len(set(failure)) < len(failure) or len(failure) > _MOST_FAILURES:
        raise UnusableError(f"it names more than {_MOST_FAILURES} failures, or one twice")
    words = _bad_reply(answer["bad_reply"], pieces) if failure else None
    why = f"{by}: {visible(answer['note'].strip(), 300)}"
    return ModelWord(
        about_assistant=about == "yes",
        failure=failure,
        bad_reply=words,
        clues=tuple(_clues(quotes, failure, words, about=about, why=why)),
    )


def _clues(
    quotes: Sequence[BadReply], failure: Sequence[FailureMode], words: BadReply | None, *, about: str, why: str
) -> Iterator[Clue]:
    mode = "not_about" if about == "no" else "about_assistant" if failure else "praise"
    told = [(mode, one) for one in quotes] + [(name, words or quotes[0]) for name in failure]
    for name, one in told:
        start = None if one.message is None else one.start
        yield Clue(kind="model", mode=name, quote=one.quote, message=one.message, start=start, why=why)


def _bad_reply(given: Mapping[str, Any], pieces: Sequence[Piece]) -> BadReply | None:
    if not given["quote"].strip():
        return None
    found = _quoted(0, given, pieces)
    if pieces[given["text"]].by not in _OWN:
        raise UnusableError("its bad_reply is out of a text that holds no words of the assistant")
    return found


def _quoted(number: int, given: Mapping[str, Any], pieces: Sequence[Piece]) -> BadReply:
    """The words of the ticket that are quoted."""
    at = given["text"]
    one = pieces[at] if 0 <= at < len(pieces) else None
    place = one and place_of(given["quote"], view(one.shown))
    if one is None or place is None:
        which = f"quote {number}" if number else "the quote of bad_reply"
        raise UnusableError(f"{which} does not stand, letter by letter, in text {at}")
    start, end = _raw_place(one, place)
    return BadReply(quote=one.raw[start:end], message=one.message, start=start, end=end)


def _raw_place(one: Piece, place: Span) -> Span:
    """Where words that a model was shown stand in the text as it is; whole stretches where stand-ins are among them."""
    if one.raw == one.shown:
        return place
    raw, shown = ([*_TOKEN.finditer(text)] for text in (one.raw, one.shown))
    own_words, other_words = ([match.group() for match in of] for of in (raw, shown))
    start, end = len(one.raw), 0
    for _, own, own_end, other, other_end in SequenceMatcher(None, own_words, other_words).get_opcodes():
        inside = [at for at in range(other, other_end) if shown[at].end() > place[0] and shown[at].start() < place[1]]
        if inside:
            same = own_end - own == other_end - other
            first, last = (own + inside[0] - other, own + inside[-1] - other) if same else (own, own_end - 1)
            start = min(start, raw[first].start()) if first < len(raw) else start
            end = max(end, raw[last].end()) if last >= first else end
    return (start, end) if start < end else (0, len(one.raw))


_TOKEN = regex.compile(r"\w+|[^\w\s]")
