"""The days a text names by month and day, in English and Spanish."""

import re
from collections.abc import Iterator
from functools import cache

from evalsuite.domain.reading import Fact, TextView
from evalsuite.reading.blocks import block_at

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan enero ene",
            "february feb febrero",
            "march mar marzo",
            "april apr abril abr",
            "may mayo",
            "june jun junio",
            "july jul julio",
            "august aug agosto ago",
            "september sept sep septiembre setiembre",
            "october oct octubre",
            "november nov noviembre",
            "december dec diciembre dic",
        ),
        1,
    )
    for name in names.split()
}
_ISO = re.compile(r"20\d\d-(\d\d)-(\d\d)(?![\d-])")
_MONTH_FIRST = re.compile(
    r"([ADEFJMNOS][a-z]{2,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s20\d\d)?(?![\d:%/]| ?(?:[ap]\.?m|GB|items|days)\b)"
)
_DAY_FIRST = re.compile(
    r"(\d\d?)(?:st|nd|rd|th)?\s(?:of\s|de\s)?([ADEFJMNOSadefjmnos][A-Za-z]{2,9})\b(?:,?\s(?:del?\s)?20\d\d)?"
)
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def dates(view: TextView) -> Iterator[Fact]:
    """The days a view names, in order. What no calendar has is none.

    The forms of a day are those of its neighbours too: "one day later" and the night flight are said of any day.
    """
    text = view.text
    done = 0
    for match, month, day in sorted(_days(text), key=_start):
        if match.start() < done:
            continue
        done = match.end()
        start, end = view.raw_span(*match.span())
        yield Fact(
            kind="date", text=match.group(), start=start, end=end, forms=_with_neighbours(month, day), at=match.start()
        )


def is_proposed(view: TextView, fact: Fact) -> bool:
    """Whether a day is asked about or proposed, and not told of."""
    block = block_at(view, fact.at)
    if block is None:
        return True
    return _PROPOSED.search(view.text, max(block.start, fact.at - 300), min(block.end, fact.at + 300)) is not None


def _start(found: tuple[re.Match[str], int, int]) -> int:
    return found[0].start()


def _days(text: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """What may name a day, with its month and day."""
    found = [(match, int(match[1]), int(match[2])) for match in _ISO.finditer(text)]
    found += [(match, _MONTHS.get(match[1].lower(), 0), int(match[2])) for match in _MONTH_FIRST.finditer(text)]
    found += [(match, _MONTHS.get(match[2].lower(), 0), int(match[1])) for match in _DAY_FIRST.finditer(text)]
    for match, month, day in found:
        before = text[match.start() - 1 : match.start()]
        if (
            1 <= month <= len(_LENGTHS)
            and 1 <= day <= _LENGTHS[month - 1]
            and not (before.isalnum() or before in _JOINED)
        ):
            yield match, month, day


_JOINED = frozenset(".:/-")
_PROPOSED = re.compile(
    r"\?\s*\Z|\b(?:I(?:'ll| will| can| could|'m going to)|let me|let's|would you|if you|shall I|want me|checking|"
    r"searching|search|available for|options? for|looking|to process|you(?:'d| would) like|you want|change|"
    r"move|puedo|voy a|si (?:desea|quiere))\b",
    re.IGNORECASE,
)


@cache
def _with_neighbours(month: int, day: int) -> tuple[str, ...]:
    """The forms of a day, then those of the day before and the day after."""
    before = (month, day - 1) if day > 1 else ((month - 2) % 12 + 1, _LENGTHS[(month - 2) % 12])
    after = (month, day + 1) if day < _LENGTHS[month - 1] else (month % 12 + 1, 1)
    return (*day_forms(month, day), *day_forms(*before), *day_forms(*after))


@cache
def day_forms(month: int, day: int) -> tuple[str, ...]:
    """How a day may be written in a record or a text, casefolded."""
    names = [name for name, number in _MONTHS.items() if number == month]
    days = {str(day), f"{day:02d}", f"{day}{_ordinal(day)}"}
    spoken = [
        form for name in names for one in sorted(days) for form in (f"{name} {one}", f"{name}. {one}", f"{one} {name}")
    ]
    return (
        f"-{month:02d}-{day:02d}",
        f"{month:02d}/{day:02d}",
        f"{month}/{day}",
        f"{day:02d}/{month:02d}",
        f"{day}/{month}",
        f"{day:02d}.{month:02d}",
        f"{day:02d}-{month:02d}-",
        *spoken,
        *(f"{day}{_ordinal(day)} of {name}" for name in names[:1]),
        *(f"{day} de {name}" for name in names[-2:]),
    )


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
