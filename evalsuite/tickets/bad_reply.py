"""The assistant's words that a ticket complains of: a sentence of its own message, of a pasted chat, or one quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evalsuite.domain.labels import BadReply
from evalsuite.domain.ticket import Ticket
from evalsuite.domain.verdict import Verdict
from evalsuite.reading.claims import claims
from evalsuite.reading.text import view
from evalsuite.reading.tokens import has_digit
from evalsuite.tickets.others_words import Words
from evalsuite.tickets.voices import Voices
from evalsuite.tickets.wording import Wording, sentences

_WORD = re.compile(r"[^\W_]+(?:['’]\w+)?")


def bad_reply(ticket: Ticket, told: Voices, verdicts: Mapping[str, Verdict], words: Wording) -> BadReply | None:
    """The words at fault, verbatim; None where the ticket does not hold them."""
    found = _found(ticket, verdicts)
    if found:
        return found
    own = told.of("bot")
    quoted = [one for one in own if one.how == "quoted"]
    spoken = [one for one in own if one.how != "quoted"]
    for one in quoted:
        same = _in_spoken(one.text, spoken)
        if same:
            return same
    choices = list(_sentences(spoken, words))
    if choices and all(one.idle for one in choices) and _reported(told, words):
        return None
    if choices:
        complaints = {at: _complaint(told, at) for at in {one.words.message for one in choices}}
        best = max(choices, key=lambda one: (one.weight(complaints[one.words.message]), -one.place))
        return best.reply
    likely = quoted or [one for one in told.words if one.how == "quoted" and one.party != "self"]
    if likely:
        longest = max(likely, key=lambda one: len(one.text))
        return _trimmed(longest.source, longest.message, longest.start, longest.start + len(longest.text))
    return None


def _reported(told: Voices, words: Wording) -> bool:
    """Whether a customer tells what the assistant said."""
    return any(
        mention.party == "bot" and words.speech.search(one.own[mention.end - one.start :])
        for each in told.said
        if not each.staff
        for one in each.sentences
        for mention in each.within(one)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """A sentence of the assistant's."""

    reply: BadReply
    words: Words
    place: int
    claims: bool
    telling: bool
    idle: bool
    internal: bool

    def weight(self, complaint: frozenset[str]) -> float:
        """How well it fits what is complained of."""
        own = _telling(self.reply.quote)
        numbers = {one for one in own if has_digit(one)}
        return float(
            len(own & complaint) / (4 + len(own)) ** 0.5
            + 1.5 * len(numbers & complaint)
            + 0.5 * bool(numbers)
            + 1.0 * any(len(one) > 5 for one in numbers)
            + 3.0 * self.internal
            + 1.2 * self.claims
            + 1.5 * self.telling
            - 0.8 * self.reply.quote.endswith("?")
            - 1.0 * self.idle
            - 0.5 * (len(own) < 3)
        )


def _found(ticket: Ticket, verdicts: Mapping[str, Verdict]) -> BadReply | None:
    """The sentence in which a grader found an error."""
    for verdict in verdicts.values():
        for one in verdict.findings if verdict.outcome == "fail" else ():
            if one.severity == "error" and one.message is not None and one.start is not None and one.end is not None:
                text = ticket.messages[one.message].text
                for sentence in sentences(text):
                    if sentence.start <= one.start < sentence.end:
                        end = max(sentence.end, one.end)
                        return _trimmed(text, one.message, sentence.start, end)
    return None


def _sentences(spoken: Sequence[Words], words: Wording) -> Iterator[_Choice]:
    for place, one in enumerate(spoken):
        told = claims(view(one.text), "en")
        for each in sentences(one.text):
            yield _Choice(
                reply=_trimmed(one.source, one.message, one.start + each.start, one.start + each.end),
                words=one,
                place=place,
                claims=any(claim.start < each.end and each.start < claim.end for claim in told),
                telling=words.striking.search(one.text[each.start : each.end].strip()) is not None,
                idle=words.idle.search(each.small) is not None,
                internal=words.internal.search(each.small) is not None,
            )


def _complaint(told: Voices, message: int | None) -> frozenset[str]:
    """The telling words of those who speak of what stands in a message: in it, behind it, or of the assistant."""
    texts = [
        one.own
        for each in told.said
        if each.index is None
        or message is None
        or each.index >= message
        or any(one.party == "bot" for one in each.mentions)
        for one in each.sentences
    ]
    return frozenset(word for text in texts for word in _telling(text))


def _in_spoken(quote: str, spoken: Sequence[Words]) -> BadReply | None:
    """Where the assistant itself said what is quoted: the sentence, or more where more is quoted."""
    wanted = quote.strip(" .…").casefold()
    for one in spoken:
        at = one.text.casefold().find(wanted) if wanted else -1
        if at >= 0:
            told = [each for each in sentences(one.text) if each.end > at and each.start < at + len(wanted)]
            if told:
                return _trimmed(one.source, one.message, one.start + told[0].start, one.start + told[-1].end)
    return None


def _trimmed(text: str, message: int | None, start: int, end: int) -> BadReply:
    """A stretch of a text without blanks, bullets and quotation marks around it."""
    quote = text[start:end]
    start += len(quote) - len(quote.lstrip(_MARKS + ">*-"))
    quote = text[start:end].rstrip(_MARKS)
    if len(quote) > 1 and quote[-1] in ".," and quote[-2] in _MARKS:
        quote = quote[:-1].rstrip(_MARKS)
    return BadReply(quote=quote, message=message, start=start, end=start + len(quote))


_MARKS = " \t\r\n\"'“”„«»‘’"


def _telling(text: str) -> frozenset[str]:
    return frozenset(
        word[:6]
        for word in map(str.casefold, _WORD.findall(text))
        if word not in _PLAIN and (len(word) > 2 or has_digit(word))
    )


_PLAIN_TEXT = (
    "the a an and or but of to in on for with at by from is are was were be been it its this that i "
    "you your my we our me he she they them "
    "have has had do did does not no so if as can will would could please just there their what "
    "when which who how all any some up out"
)
_PLAIN = frozenset(_PLAIN_TEXT.split())
