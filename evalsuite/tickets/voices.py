"""A ticket taken apart: who writes what in it, of whom, and whose words are given there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evalsuite.domain.ticket import Ticket
from evalsuite.tickets.others_words import Words, pasted, quoted
from evalsuite.tickets.parties import Mention, Party, mentions_of, names_of
from evalsuite.tickets.wording import Sentence, Wording, plain, sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A text of the ticket by a customer or by staff, without what is pasted into it."""

    text: str
    index: int | None
    """None for the subject and the rating."""
    staff: bool
    note: bool
    last: str
    """Who, customers aside, spoke last in public before it: `bot`, `human_agent`, or nobody."""
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]

    def within(self, one: Sentence) -> list[Mention]:
        """Those that a sentence speaks of, in order."""
        return [each for each in self.mentions if one.start <= each.start < one.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """A ticket taken apart."""

    said: tuple[Said, ...]
    """What customers and staff write, in order: the subject first, the rating last."""
    products: bool
    """Whether it is about a product that may be called a robot or an assistant."""
    words: tuple[Words, ...]
    """Messages of the assistant, pasted turns and quotations, in order of their texts."""

    def of(self, party: Party) -> list[Words]:
        return [one for one in self.words if one.party == party]


def voices(ticket: Ticket, words: Wording) -> Voices:
    """The ticket taken apart; places are code points into its raw texts.

    Of a ticket with more than two hundred messages, the first twenty and the last ones are read, and of long messages
    the beginning: nobody complains at such length.
    """
    texts = list(_texts(ticket))
    if len(texts) > _FIRST + _LAST:
        texts = [*texts[:_FIRST], *texts[-_LAST:]]
    beginnings = [(text[:_LONGEST], by) for text, _, by, _ in texts]
    by_customers = [text for text, by in beginnings if by == "customer"]
    names = names_of(ticket, [text for text, _ in beginnings], by_customers, words)
    longest = max(_SHORTEST, min(_LONGEST, _ALL // max(1, len(texts))))
    prose: list[Said] = []
    found: list[Words] = []
    last = ""
    for raw, index, by, public in texts:
        text = plain(raw[:longest])
        if by == "bot":
            found.append(Words(party="bot", text=text, message=index, start=0, how="message", source=raw))
        else:
            staff = by == "human_agent"
            before = mentions_of(text, words, names, staff=staff)
            turns = list(pasted(text, raw, index, before, words=words, names=names))
            bare = _blanked(text, [(text.rfind("\n", 0, one.start) + 1, one.start + len(one.text)) for one in turns])
            mentions = mentions_of(bare, words, names, staff=staff)
            quotes = list(quoted(bare, raw, index, mentions, words))
            found += [one for one in turns if one.text] + quotes
            prose.append(
                Said(
                    text=raw,
                    index=index,
                    staff=staff,
                    note=not public,
                    last=last,
                    sentences=tuple(sentences(bare)),
                    mentions=mentions,
                )
            )
        if index is not None and public and by in {"bot", "human_agent"}:
            last = by
    return Voices(said=tuple(prose), words=tuple(found), products=names.products)


def _texts(ticket: Ticket) -> Iterator[tuple[str, int | None, str, bool]]:
    if ticket.subject:
        yield ticket.subject, None, "customer", True
    for index, one in enumerate(ticket.messages):
        if one.role in {"customer", "human_agent", "bot"} and one.text.strip():
            yield one.text, index, one.role, one.public
    if ticket.csat and ticket.csat.comment:
        yield ticket.csat.comment, None, "customer", True


_SHORTEST, _LONGEST, _ALL = 1_000, 20_000, 200_000
"""Characters that are read of a text, and of all together."""
_FIRST, _LAST = 20, 180
"""Texts of a ticket that are read."""


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], "\n", " " * (end - start - 1)]
        at = end
    return "".join([*pieces, text[at:]]) if spans else text
