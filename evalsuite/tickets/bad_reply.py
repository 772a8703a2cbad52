"""The assistant's words that a ticket complains of: its own message's sentence, or one that somebody quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evalsuite.domain.labels import BadReply
from evalsuite.domain.ticket import Ticket
from evalsuite.domain.verdict import Verdict
from evalsuite.reading.claims import claims
from evalsuite.reading.text import view
from evalsuite.reading.tokens import has_digit
from evalsuite.tickets.wording import Sentence, sentences, wording

_QUOTED = re.compile(
    (
        r"[\"“„«»]([^\"“”„«»\n]{8,600})[\"”“«»]|"
        r"(?<!\w)['‘]([^'‘’\n]{12,400}(?:['’]\w[^'‘’\n]{0,200}){0,4})['’](?!\w)|^> ?(.{12,600})$"
    ),
    re.MULTILINE,
)
_PASTED = re.compile(
    (
        r"^[ \t>*-]*(?:(?:the )?(?:chat|ro)?-?bot|assistant|ai(?: assistant)?|virtual (?:assistant|"
        r"agent))[ \t]*[:>][ \t]*(.{8,800})$"
    ),
    re.MULTILINE | re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’]\w+)?")
_PLAIN_TEXT = (
    "the a an and or but of to in on for with at by from is are was were be been it its this that i "
    "you your my we our me he she they them "
    "have has had do did does not no so if as can will would could please just there their what "
    "when which who how all any some up out"
)
_PLAIN = frozenset(_PLAIN_TEXT.split())


def bad_reply(ticket: Ticket, verdicts: Mapping[str, Verdict]) -> BadReply | None:
    """The words at fault, verbatim; None where the ticket does not hold them."""
    found = _found(ticket, verdicts)
    if found:
        return found
    quotes = list(_quotes(ticket))
    for one in quotes:
        same = _in_messages(ticket, one.quote)
        if same:
            return same
    spoken = list(_bot_sentences(ticket))
    if spoken:
        complaints = {index: _complaint(ticket, index) for index in {one.index for one in spoken}}
        best = max(spoken, key=lambda one: (one.weight(complaints[one.index]), -one.index))
        return BadReply(quote=best.quote, message=best.index, start=best.start, end=best.end)
    return quotes[0] if quotes else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """A sentence of the assistant's."""

    quote: str
    index: int
    start: int
    end: int
    claims: bool

    def weight(self, complaint: frozenset[str]) -> float:
        """How well it fits what is complained of after it."""
        own = _telling(self.quote)
        numbers = {one for one in own if has_digit(one)}
        return float(
            len(own & complaint) / (4 + len(own)) ** 0.5
            + 1.5 * len(numbers & complaint)
            + 0.5 * bool(numbers)
            + 1.2 * self.claims
            + 1.5 * (_TELLING.search(self.quote) is not None)
            - 0.8 * self.quote.endswith("?")
            - 0.5 * (len(own) < 3)
        )


_TELLING = re.compile(
    (
        r"[\U0001F300-\U0001FAFF\u2600-\u27bf]|\binternal\b|\bI can (?!only)|\b(?:will|I'll) (?:call|"
        r"contact)|\byou can\b|\bno \w+ fee|^(?:yes|sure|of course),"
    ),
    re.IGNORECASE,
)


def _found(ticket: Ticket, verdicts: Mapping[str, Verdict]) -> BadReply | None:
    for verdict in verdicts.values():
        for one in verdict.findings if verdict.outcome == "fail" else ():
            if one.severity == "error" and one.message is not None and one.start is not None and one.end is not None:
                for sentence in sentences(ticket.messages[one.message].text):
                    if sentence.start <= one.start < sentence.end:
                        return _reply(ticket, one.message, sentence.start, max(sentence.end, one.end))
    return None


def _bot_sentences(ticket: Ticket) -> Iterator[_Spoken]:
    for index, message in enumerate(ticket.messages):
        if message.role == "bot" and message.text:
            told = claims(view(message.text), "en")
            for one in sentences(message.text):
                claimed = any(claim.start < one.end and one.start < claim.end for claim in told)
                start, end = _stripped(message.text, one)
                yield _Spoken(quote=message.text[start:end], index=index, start=start, end=end, claims=claimed)


def _complaint(ticket: Ticket, after: int) -> frozenset[str]:
    """The telling words of those who speak of the reply: whatever follows it, the subject and the rating."""
    texts = [one.text for one in ticket.messages[after + 1 :] if one.role != "bot"]
    texts += [one.text for one in ticket.messages[:1] if one.role == "customer" and _speaks_of_bot(one.text)]
    texts += [ticket.subject, ticket.csat.comment if ticket.csat else ""]
    return frozenset(word for text in texts for word in _telling(text))


def _speaks_of_bot(text: str) -> bool:
    return wording().bot.search(text.casefold()) is not None


def _quotes(ticket: Ticket) -> Iterator[BadReply]:
    """Words that somebody gives as the assistant's, the surest first: in quotation marks in a sentence on the bot."""
    found: list[tuple[float, BadReply]] = []
    words = wording()
    texts: list[tuple[int | None, str]] = [
        (index, one.text) for index, one in enumerate(ticket.messages) if one.role != "bot"
    ]
    texts += [(None, ticket.csat.comment)] if ticket.csat else []
    for index, text in texts:
        small = text.casefold() if len(text.casefold()) == len(text) else text.lower()
        for match in (*_PASTED.finditer(text), *_QUOTED.finditer(text)):
            group = next(place for place in range(1, (match.lastindex or 1) + 1) if match[place])
            before = small[max(0, match.start() - 90) : match.start()]
            spoken = bool(words.bot.search(before)) + bool(words.speech.search(before)) + (match.re is _PASTED) * 3
            own = re.search(
                r"\b(?:i (?:asked|said|wrote|typed|told)|my (?:question|message|reply))\b[^.!?]{0,30}\Z", before
            )
            if not own:
                start, end = match.span(group)
                found.append(
                    (
                        spoken + len(match[group]) / 1000,
                        BadReply(quote=text[start:end], message=index, start=start, end=end),
                    )
                )
    yield from (reply for _, reply in sorted(found, key=lambda one: -one[0]))


def _in_messages(ticket: Ticket, quote: str) -> BadReply | None:
    """Where the assistant itself said what is quoted."""
    wanted = quote.strip(" .…").casefold()
    for index, message in enumerate(ticket.messages):
        if message.role == "bot" and wanted and (at := message.text.casefold().find(wanted)) >= 0:
            for one in sentences(message.text):
                if one.start <= at < one.end:
                    return _reply(ticket, index, *_stripped(message.text, one))
    return None


def _reply(ticket: Ticket, index: int, start: int, end: int) -> BadReply:
    text = ticket.messages[index].text
    return BadReply(quote=text[start:end], message=index, start=start, end=end)


def _stripped(text: str, one: Sentence) -> tuple[int, int]:
    shown = text[one.start : one.end]
    return one.start + len(shown) - len(shown.lstrip(" \t>*-")), one.start + len(shown.rstrip())


def _telling(text: str) -> frozenset[str]:
    return frozenset(
        word[:6]
        for word in map(str.casefold, _WORD.findall(text))
        if word not in _PLAIN and (len(word) > 2 or has_digit(word))
    )
