"""Whom the prose of a ticket speaks of: the assistant, people of the company, or its things."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evalsuite.domain.ticket import Ticket
from evalsuite.tickets.wording import Wording, lowered, plain

Party = Literal["bot", "person", "thing", "self"]
"""The assistant; people and offices of the company; its letters, pages and products; the customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where prose speaks of somebody, code points into the text."""

    start: int
    end: int
    party: Party


@dataclass(frozen=True, slots=True)
class Names:
    """Names in small letters that the ticket itself gives to the assistant, and to people."""

    bots: frozenset[str]
    people: frozenset[str]
    products: bool
    """Whether it is about a product that may be called a robot or an assistant."""


def names_of(ticket: Ticket, texts: Sequence[str], by_customers: Sequence[str], words: Wording) -> Names:
    """The names in a ticket's texts; what it calls a person is no name of the assistant."""
    told = {name.lower() for person in ticket.people if person.role == "bot" for name in person.names}
    people: set[str] = set()
    for text in map(plain, texts):
        for pattern in words.named_bots:
            told |= set(_names_by(pattern, text, words))
        for pattern in words.named_people:
            people |= set(_names_by(pattern, text, words))
    speaks_of_bot = any(words.bot.search(text.lower()) or words.chat.search(text.lower()) for text in texts)
    if speaks_of_bot:
        told |= {name for text in texts for name in _names_by(words.your_name, plain(text), words)}
    return Names(
        bots=frozenset(name for name in told - people if len(name) > 2),
        people=frozenset(people - told),
        products=_product(ticket, texts, by_customers, words)
        and not any(_speaks_on_line(text.lower(), words) for text in texts),
    )


def _product(ticket: Ticket, texts: Sequence[str], by_customers: Sequence[str], words: Wording) -> bool:
    """Whether a robot or an assistant may be a product; one that customers call theirs is."""
    told = any(words.not_bot.search(text.lower()) for text in (*texts, *ticket.tags))
    return told or any(words.own_bot.search(text.lower()) for text in by_customers)


def _names_by(pattern: re.Pattern[str], text: str, words: Wording) -> Iterator[str]:
    """Names in small letters; a common word with a capital hides none that stands behind it."""
    at = 0
    while match := pattern.search(text, at):
        at = match.end("n")
        if match["n"].lower() not in words.common:
            yield match["n"].lower()


def _speaks_on_line(small: str, words: Wording) -> bool:
    """Whether a robot or an assistant is said to be on a page, and so is no product."""
    return any(
        words.on_line.match(small[match.end() : match.end() + 60])
        for match in words.any_bot.finditer(words.not_bot.sub(_same, small))
    )


def _same(match: re.Match[str]) -> str:
    return " " * len(match.group())


def mentions_of(text: str, words: Wording, names: Names, *, staff: bool) -> tuple[Mention, ...]:
    """Where a text speaks of whom, in order; nothing overlaps."""
    small = lowered(text)
    taken: list[Mention] = []
    products = names.products
    free = [True] * len(small)
    patterns: list[tuple[Party, re.Pattern[str]]] = [
        ("bot" if staff else "thing", words.own_bot),
        ("thing", words.not_bot),
        ("thing", words.acknowledgement),
        ("person", words.human_assistant),
        ("bot", words.bot),
        ("bot", _any(names.bots)),
        ("person", _any(names.people)),
        ("person", words.person),
        ("thing", words.thing),
    ]
    for party, pattern in patterns:
        for match in pattern.finditer(small):
            before, behind = small[max(0, match.start() - 24) : match.start()], small[match.end() : match.end() + 40]
            placed = (party == "thing" and _LOCATIVE.search(before)) or _GREETING.search(before)
            if free[match.start()] and free[match.end() - 1] and not placed:
                product = products and words.any_bot.fullmatch(match.group()) and not words.on_line.match(behind)
                of = "thing" if product else party
                taken.append(Mention(start=match.start(), end=match.end(), party=of))
                free[match.start() : match.end()] = [False] * (match.end() - match.start())
    return tuple(sorted(taken, key=lambda one: one.start))


_LOCATIVE = re.compile(r"\b(?:on|in|at|by|to|via|through|of|into|near|for|with|under|from) (?:\w+ )?\Z")
"""Before a thing that is only the place where something was said."""


_GREETING = re.compile(r"\b(?:dear|hi|hello|hey|good \w+),? (?:mr|mrs|ms|miss|dr)?\.? ?\Z")


def _any(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)" if names else r"(?!)")
