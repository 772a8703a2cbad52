"""All that is personal in a text, and the ids that stay, in the order in which one gives way to another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import regex

from evalsuite.domain.privacy import Band, Sighting, Span, SpanType
from evalsuite.evidence import declared_id
from evalsuite.privacy import people as persons
from evalsuite.privacy.addresses import addresses, cued_addresses
from evalsuite.privacy.guessed import guessed
from evalsuite.privacy.names import not_people
from evalsuite.privacy.phones import phones
from evalsuite.privacy.rules import NO_RULES, Rules
from evalsuite.privacy.shield import Shield, shields
from evalsuite.privacy.structured import by_form, by_look
from evalsuite.privacy.usernames import handles, likely_users, named_users
from evalsuite.reading.text import view

_LONGEST = 20_000
"""Characters that are read at once; a longer text is read in pieces cut at line ends, or else between words."""
_Mark = Span | Shield


def sight(
    text: str,
    *,
    people: Sequence[str] = (),
    rules: Rules = NO_RULES,
    id_patterns: Mapping[str, str] | None = None,
    suggestions: bool = True,
) -> Sighting:
    """What is personal in a text and what are ids, in order, without overlaps; places are code points.

    `people` are names, e-mails and phones the ticket's own records hold. Without `suggestions` names that only a word
    beside them or a list tells stay. Raises `UsageError` where a needed package is not installed.
    """
    patterns = tuple((kind, declared_id(kind, source)) for kind, source in (id_patterns or {}).items())
    personal: list[Span] = []
    ids: list[tuple[int, int]] = []
    for at, piece in _pieces(text):
        taken = _Taken(piece)
        for mark in _marks(piece, people, rules, patterns, suggestions=suggestions):
            taken.add(mark)
        for again in list(_again(piece, taken.personal())):
            taken.add(again)
        for one in taken.marks():
            if isinstance(one, Span):
                personal.append(replace(one, start=at + one.start, end=at + one.end))
            elif one.is_id:
                ids.append((at + one.start, at + one.end))
    return Sighting(personal=tuple(personal), ids=tuple(ids))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    while len(text) - at > _LONGEST:
        end = max(text.rfind("\n", at, at + _LONGEST), 0) or max(text.rfind(" ", at, at + _LONGEST), 0) or at + _LONGEST
        end = max(end, at + 1)
        yield at, text[at:end]
        at = end
    yield at, text[at:]


def _marks(
    text: str,
    people: Sequence[str],
    rules: Rules,
    patterns: Sequence[tuple[str, Callable[[str], bool]]],
    *,
    suggestions: bool,
) -> Iterator[_Mark]:
    """The surest first: what comes later has only the place that is left."""
    shielded = list(shields(text, view(text), patterns))
    yield from _spans(
        ((*span, "other") for one in rules.deny for span in persons.words_of(text, one, in_ids=True)), "user"
    )
    forms = list(by_form(text))
    yield from _spans((one for one in forms if one[2] in {"email", "iban"}), "auto")
    yield from _spans(persons.known(text, people), "auto")
    yield from _spans((one for one in forms if one[2] not in {"email", "iban"}), "auto")
    yield from _spared(text, rules.allow)
    yield from _spans(((*span, "username") for span in named_users(text, ids=False)), "auto")
    yield from (one for one in shielded if one.sure)
    yield from _spans(((*span, "address") for span in addresses(text)), "auto")
    yield from _spans(by_look(text), "auto")
    yield from _spans(((*span, "phone") for span in phones(text)), "auto")
    yield from _spans(((*span, "username") for span in (*handles(text), *named_users(text, ids=True))), "auto")
    if suggestions:
        yield from _spans((one for find in rules.finders for one in find(text)), "suggest")
    yield from (one for one in shielded if not one.sure)
    if suggestions:
        yield from _spans(((*span, "address") for span in cued_addresses(text)), "suggest")
        yield from _spans(((*span, "username") for span in likely_users(text)), "suggest")
        mails = [text[start:end] for start, end, kind in forms if kind == "email"]
        names = _longest(guessed(text, mails))
        yield from _spans(((*span, "person") for span in names), "suggest")


def _spared(text: str, allowed: Sequence[str]) -> Iterator[Shield]:
    """What only looks personal: so the team says, or everybody knows."""
    stretches = [span for one in allowed for span in persons.words_of(text, one)]
    for start, end in (*stretches, *(match.span() for match in not_people().finditer(text))):
        yield Shield(start=start, end=end, is_id=False, sure=True)


def _again(text: str, found: Sequence[Span]) -> Iterator[Span]:
    """The same values at other places, names by their parts too."""
    for band in ("auto", "suggest"):
        names = dict.fromkeys(text[one.start : one.end] for one in found if one.type == "person" and one.band == band)
        yield from _spans(((*span, "person") for span in _longest(persons.spread(text, names))), band)
    for value, one in {
        text[one.start : one.end]: one for one in found if one.type not in {"person", "address"}
    }.items():
        if len(value) > 3 and text.count(value) > 1:
            for match in regex.finditer(rf"(?<![\p{{L}}\d_]){regex.escape(value)}(?![\p{{L}}\d_])", text):
                yield replace(one, start=match.start(), end=match.end())


def _spans(found: Iterable[tuple[int, int, SpanType]], band: Band) -> Iterator[Span]:
    for start, end, kind in found:
        yield Span(start=start, end=end, type=kind, band=band)


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    return sorted(set(spans), key=lambda span: (span[0] - span[1], span))


class _Taken:
    """Marks that do not overlap: a later one has the place that is left, or takes in smaller personal ones whole."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []
        self._marks: list[_Mark] = []

    def add(self, mark: _Mark) -> None:
        first, last = self._over(mark)
        over = self._marks[first:last]
        if isinstance(mark, Span) and over and all(_takes_in(mark, one) for one in over):
            del self._marks[first:last], self._starts[first:last]
            over = []
        if not over:
            self._put(mark)
        elif isinstance(mark, Span):
            self._rest(mark, over)

    def marks(self) -> Sequence[_Mark]:
        """In order."""
        return self._marks

    def personal(self) -> list[Span]:
        return [one for one in self._marks if isinstance(one, Span)]

    def _over(self, mark: _Mark) -> tuple[int, int]:
        first = bisect_left(self._starts, mark.start)
        if first and self._marks[first - 1].end > mark.start:
            first -= 1
        return first, bisect_left(self._starts, mark.end, first)

    def _put(self, mark: _Mark) -> None:
        place = bisect_left(self._starts, mark.start)
        self._starts.insert(place, mark.start)
        self._marks.insert(place, mark)

    def _rest(self, mark: Span, over: Sequence[_Mark]) -> None:
        """What of a personal stretch no other mark has, where letters or digits are left in it."""
        start = mark.start
        for begin, stop in [*((one.start, one.end) for one in over), (mark.end, mark.end)]:
            piece = self._text[start:begin]
            if start < begin and sum(map(str.isalnum, piece)) > 1:
                left = len(piece) - len(piece.lstrip(" ,;\n"))
                end = begin - (len(piece) - len(piece.rstrip(" ,;\n")))
                self._put(replace(mark, start=start + left, end=end))
            start = max(start, stop)


def _takes_in(mark: Span, one: _Mark) -> bool:
    inside = mark.start <= one.start and one.end <= mark.end and (one.start, one.end) != (mark.start, mark.end)
    return inside and isinstance(one, Span)
