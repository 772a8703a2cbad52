"""Days of birth: days that a word beside them, or the head of their column, tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalsuite.privacy.tables import cells
from evalsuite.privacy.words import any_of

_MONTH = rf"{any_of('months')}[^\W\d_]{{0,8}}\.?"
_ORDINAL = (
    r"(?:(?:twenty|thirty)[- ])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth"
)
_YEAR = r"(?:\d{4}|['’]?\d\d)"
_DATE = (
    r"(?:\d{4} ?[-./] ?\d{1,2} ?[-./] ?\d{1,2}|\d{1,2} ?[-./] ?\d{1,2} ?[-./] ?\d{2,4}"
    rf"|(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th|\.|º)?|{_ORDINAL})[ -]?(?:of |de |di )?{_MONTH}(?:,?[ -]?(?:de |"
    rf"del )?{_YEAR})?(?!\d)"
    rf"|{_MONTH}[ -](?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?|{_ORDINAL})(?:,? {_YEAR})?(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th) of the (?:\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL}),? {_YEAR})"
)
_LOOSE = (
    rf"(?:{_MONTH} {_YEAR}|\d{{1,2}}[/.](?:19|20)\d\d|"
    r"(?:19[2-9]\d|20[0-2]\d)(?:[01]\d[0-3]\d)?|[0-3]\d[01]\d(?:19|20)?\d\d)(?![\d-])"
)
"""Fit for a day of birth only right behind the word: a month, a year, six or eight digits."""
_BORN = rf"(?<![^\W_])(?:{any_of('born')}|birth[ _-]?(?:day|date)(?=[\"']? ?[:=]| is)|b-?day(?= ?[:=]| is))"
_BETWEEN = r"[^\d\n]{0,32}?(?:\n[\w ]{1,16}:[^\d\n]{0,12}?)?"
_BEFORE = re.compile(
    rf"{_BORN}(?:{_BETWEEN}(?<!\w)(?P<value>{_DATE})|[\"']?(?: is| was| in| on|"
    rf"[:=#(])*[ \"'(]{{0,3}}(?P<loose>{_LOOSE}))(?!\w)"
    rf"(?:,? ?\(?(?:and |but )?(?:not|or|instead of|rather than|nicht|no|pas|nie)(?: on| the| am| el|"
    rf" le)? (?P<other>{_DATE})(?!\w))?",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<!\w)(?P<value>{_DATE}) ?(?:\(|is|was|=)? ?(?:as )?(?:my|his|her|the)? ?{_BORN}(?!\w)", re.IGNORECASE
)
_DAY = re.compile(rf"{_DATE}|{_LOOSE}", re.IGNORECASE)
_HEAD = re.compile(rf"{_BORN}(?:[ _]on)?|birth[ _]?(?:day|date)|b-?day", re.IGNORECASE)
_TRAVELLER = re.compile(r"/(?P<value>\d\d[A-Z]{3}\d\d)/[MFX]\b")
"""As airlines write it."""


def births(text: str) -> Iterator[tuple[int, int]]:
    """The days of birth of a text; places into it."""
    for pattern in (_BEFORE, _AFTER, _TRAVELLER):
        for match in pattern.finditer(text):
            yield from (match.span(group) for group, found in match.groupdict().items() if found)
    for head, start, end in cells(text):
        if _HEAD.fullmatch(head) and _DAY.fullmatch(text, start, end):
            yield start, end
