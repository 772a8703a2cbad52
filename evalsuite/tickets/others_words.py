"""Words of others in a text: the turns of a chat pasted into it, and quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from evalsuite.tickets.parties import Mention, Names, Party
from evalsuite.tickets.wording import Wording, lowered


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Somebody's own words, wherever they stand."""

    party: Party
    text: str
    message: int | None
    start: int
    """Code points into the text that holds them."""
    how: Literal["message", "pasted", "quoted"]
    source: str
    """The text that holds them, as it is."""


def pasted(
    text: str, raw: str, index: int | None, mentions: Sequence[Mention], *, words: Wording, names: Names
) -> Iterator[Words]:
    """The turns of a chat in a text, whose speaker is told by its label, or by whom the text speaks of before it.

    `raw` is the text as it is, `index` its message, `mentions` whom it speaks of.
    """
    found = (one for one in _TURN.finditer(text) if not words.no_speaker.fullmatch(one["who"].lower().strip()))
    lines = list(islice(found, _MOST))
    speakers = {match["who"].strip().lower() for match in lines}
    marked = [name for name in speakers if words.bot_label.search(name) or name in names.bots]
    customers = [name for name in speakers if words.customer_label.fullmatch(name)]
    if not (marked or (customers and len(speakers) > 1) or (len(speakers) == 1 and _leads_in(text, lines[0], words))):
        return
    for match in lines:
        name = match["who"].strip().lower()
        party: Party
        if name in customers:
            party = "self"
        elif name in marked:
            party = "bot"
        elif words.staff_label.search(name) or name.split()[0] in names.people:
            party = "person"
        else:
            before = [one for one in mentions if one.end <= lines[0].start() and one.party != "self"]
            party = before[-1].party if before else "bot"
            party = "person" if words.signed_by_person.search(lowered(match["text"])) else party
        start = match.start("text")
        end = match.end()
        yield Words(party=party, text=text[start:end].rstrip(), message=index, start=start, how="pasted", source=raw)


def _leads_in(text: str, line: re.Match[str], words: Wording) -> bool:
    """Whether what stands before a lone line says that somebody's words follow."""
    return words.leads_in.search(lowered(text[max(0, line.start() - 80) : line.start()]).strip()) is not None


_MOST = 200
"""Turns that are read of one text."""
_WHEN = r"[\[(]?(?:\d{4}-\d\d-\d\d[ T,]+)?[0-2]?\d(?::[0-5]\d){1,2}(?: ?[ap]m)?[\])]?"
_TURN = re.compile(
    rf"^[ \t>*•-]*(?:{_WHEN}[ \t,:-]*)?(?P<who>[A-Za-z][\w.'’-]*(?: [\w.'’-]+){{0,3}}?(?: ?\([\w ]{{1,20}}\))?)"
    rf"(?:[ \t]+{_WHEN}[ \t]*[:>|–—-]?|[ \t]*[:>|]|[ \t]+[–—-](?=[ \t]))[ \t]*(?P<text>\S[^\n]{{0,2000}})$",
    re.MULTILINE,
)


def quoted(text: str, raw: str, index: int | None, mentions: Sequence[Mention], words: Wording) -> Iterator[Words]:
    """What stands in quotation marks, or behind "it said:", with whose words they are."""
    small = lowered(text)
    introduced = (one for one in _BLOCK.finditer(text) if any(0 <= one.start() - each.end < 120 for each in mentions))
    for match in (*_QUOTE.finditer(text), *_COLON.finditer(text), *introduced):
        group = next(place for place in range(1, (match.lastindex or 1) + 1) if match[place])
        start, end = match.span(group)
        told = text[start:end].strip()
        if len(told.split()) < 2:
            continue
        start = text.index(told, start)
        before = small[max(0, match.start() - 120) : match.start()]
        own = words.own_words.search(before)
        party: Party = "self" if own else _speaker(small, start, end, mentions)
        yield Words(party=party, text=told, message=index, start=start, how="quoted", source=raw)


def _speaker(small: str, start: int, end: int, mentions: Sequence[Mention]) -> Party:
    """Whose words are quoted: who is named last before them, or behind them where the sentence goes on."""
    behind = small[end + 1 : end + 60]
    if (follows := _SAYS_WHO.match(behind)) is not None:
        after = [one for one in mentions if end < one.start <= end + 1 + follows.end() + 25]
        if after:
            return after[0].party
    before = [one for one in mentions if one.end <= start]
    return before[-1].party if before else "thing"


_SAYS_WHO = re.compile(r",? ?(?:is (?:what|how)|was (?:what|how)|so|as|said|says|wrote|was the|that'?s what)\b")
_COLON = re.compile(
    r"\b(?:said|says|wrote|writes|answer(?:s|ed)?|replie[sd]|printed|showed|told (?:me|us))\b[^.!?:\n\"“]{0,20}: +"
    r"([^\"“„«'\s].{11,300})$",
    re.MULTILINE,
)
_BLOCK = re.compile(r":[ \t]*\n[ \t]*\n?[ \t]*>?[ \t]*([^\s>][^\n]{11,400})$", re.MULTILINE)
"""A line of its own behind a colon."""
_QUOTE = re.compile(
    r"[\"“„«»]([^\"“”„«»\n]{1,600})[\"”“«»]|"
    r"(?<!\w)['‘]([^'‘’\n]{12,400}(?:['’]\w[^'‘’\n]{0,200}){0,4})['’](?!\w)|^> ?(.{12,600})$",
    re.MULTILINE,
)
