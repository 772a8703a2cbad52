"""How an amount follows from others: the sum that stands written beside it, or one that makes it."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

_TOKEN = re.compile(r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)|(?P<sign>[-+*/()]|[x×÷](?![A-Za-z]))")
_SEGMENT = re.compile(r"[\d$€£(][^:=;|\n]{0,160}=\s{0,3}\Z")
_BEHIND = re.compile(r"\s{0,3}[(=]\s?([$€£\d(][^=;|\n]{2,120}?)(?:\)(?=[\s.,;]|\Z)|\Z|\n)")
_DEEPEST = 20
"""Brackets in one another."""
_MOST = 80
"""Values among which sums are sought: more would make any amount."""


def written_sum(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The sum written just before or behind the amount at `start` of a text, and the hundredths it makes.

    None where none is written, or where it cannot be read.
    """
    before = text[max(0, start - 180) : start]
    segment = _SEGMENT.search(before) if before.rstrip().endswith("=") else None
    found = segment.group().rstrip("= ") if segment else None
    if found is None:
        behind = _BEHIND.match(text[end : end + 140])
        found = behind.group(1) if behind else None
    if found is None:
        return None
    made = _evaluated(found)
    return None if made is None else (" ".join(found.split()), round(made * 100))


def sum_of(target: int, values: Iterable[int], *, wide: bool = True, together: bool = True) -> str | None:
    """How `target` follows from amounts, in their order: "60.00 - 12.00"; None where it does not.

    It follows as a sum or difference of two, or as up to nine times one. Looked at `wide`, also as such a sum with one
    part, or the whole, up to nine times. Where the amounts belong `together`, also as the sum of neighbours, and looked
    at `wide` as a share or from three or four of them.
    """
    in_order = [value for value in values if value][:_MOST]
    distinct = list(dict.fromkeys(in_order))
    made = _of_two(target, distinct, range(1, 2)) or _multiple(target, distinct)
    if together and not made:
        made = _of_neighbours(target, in_order)
    if made or not wide:
        return made
    made = _of_two(target, distinct, range(2, 10)) or _times_two(target, distinct)
    return made or (_share(target, distinct) or _of_three(target, distinct) if together else None)


def written(cents: int) -> str:
    """An amount with two decimals."""
    return f"{cents // 100}.{cents % 100:02d}"


def _multiple(target: int, values: Sequence[int]) -> str | None:
    for value in values:
        if target % value == 0 and target // value < 10:
            return _times(target // value, value)
    return None


def _of_two(target: int, values: Sequence[int], times: range) -> str | None:
    have = set(values)
    for many, value in ((count * value, value) for count in times for value in values):
        words = _times(many // value, value)
        if target - many in have and (many > value or target != 2 * many):
            return f"{words} + {written(target - many)}"
        if target + many in have:
            return f"{written(target + many)} - {words}"
        if many - target in have:
            return f"{words} - {written(many - target)}"
    return None


def _times(times: int, value: int) -> str:
    return written(value) if times == 1 else f"{times} x {written(value)}"


def _times_two(target: int, values: Sequence[int]) -> str | None:
    have = set(values)
    for times in range(2, 10):
        part, left = divmod(target, times)
        for value in () if left else values:
            if part - value in have:
                return f"{times} x ({written(value)} + {written(part - value)})"
            if part + value in have:
                return f"{times} x ({written(part + value)} - {written(value)})"
    return None


def _of_neighbours(target: int, values: Sequence[int]) -> str | None:
    totals = [0]
    places = {0: 0}
    for place, value in enumerate(values, 1):
        totals.append(totals[-1] + value)
        since = places.get(totals[-1] - target)
        if since is not None and place - since > 1:
            return " + ".join(map(written, values[since:place]))
        places[totals[-1]] = place
    return None


def _share(target: int, values: Sequence[int]) -> str | None:
    for value in values:
        for parts in range(2, 10):
            if value == target * parts:
                return f"{written(value)} / {parts}"
        for percent in (5, 10, 15, 20, 25, 50, 75, 80, 85, 90, 95):
            if abs(value * percent - target * 100) <= 50:
                return f"{percent} % of {written(value)}"
    return None


def _of_three(target: int, values: Sequence[int]) -> str | None:
    few = values[:24]
    pairs = {one + other: (one, other) for place, one in enumerate(few) for other in few[place:]}
    for value in few:
        for rest, sign in ((target - value, "+"), (target + value, "-")):
            if rest in pairs:
                one, other = pairs[rest]
                return f"{written(one)} + {written(other)} {sign} {written(value)}"
    for total, (one, other) in pairs.items():
        if total - target in pairs:
            less, least = pairs[total - target]
            return f"{written(one)} + {written(other)} - {written(less)} - {written(least)}"
    return None


def _evaluated(text: str) -> Fraction | None:
    """What a written sum makes; None where it is none."""
    tokens = [match.group() for match in _TOKEN.finditer(text)]
    if sum(token[0].isdigit() for token in tokens) < 2:
        return None
    reader = _Sum(tokens)
    try:
        made = reader.terms()
    except (IndexError, ValueError, ZeroDivisionError):
        return None
    return made if reader.place == len(tokens) else None


class _Sum:
    """Reads a sum's tokens from left to right."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens, self.place, self.depth = tokens, 0, 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def terms(self) -> Fraction:
        made = self.product()
        while self.peek() in {"+", "-"}:
            made = made + self.product() if self.take() == "+" else made - self.product()
        return made

    def product(self) -> Fraction:
        made = self.value()
        while self.peek() in {"*", "x", "×", "/", "÷"}:
            made = made / self.value() if self.take() in {"/", "÷"} else made * self.value()
        return made

    def value(self) -> Fraction:
        """A number, or what stands in brackets. Raises where there is neither."""
        first = self.take()
        if first != "(":
            return Fraction(first.replace(",", ""))
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ValueError
        made = self.terms()
        if self.take() != ")":
            raise ValueError
        return made
