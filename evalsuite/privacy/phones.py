"""Telephone numbers: by a plus, by a word before them, by how they are written, or by a country's numbering plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evalsuite.errors import UsageError
from evalsuite.privacy.shield import record_before

REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "AU", "IN", "BR", "MX")
"""Whose numbering plans a number without its country is tried by."""
_NUMBER = re.compile(
    r"(?<![\w.@/#-])(?:(?:\+|"
    r"00)\s?\d{1,3}[\s.-]?)?(?:\(\+?\d{1,5}\)[\s.-]?)?\d{1,15}(?:[ .\-/–‑ ]{1,2}?\(?\d{1,9}\)?){0,7}"
    r"(?!\d)(?!-\w)(?![.,]\d)(?![A-Za-z_])(?P<extension>,? ?(?:x|ext\.?|extension)\s?\d{1,6}\b)?",
    re.IGNORECASE,
)
_DIGIT = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|plus)"
_SPELT = re.compile(
    rf"\b{_DIGIT}(?:[ ,-]{{1,2}}(?:{_DIGIT}|hundred)){{6,20}}\b|(?<![\w.@/#-])\+?\d(?:[ .-]\d){{8,14}}(?![ .-]?\w)",
    re.IGNORECASE,
)
_HALF_SPELT = re.compile(
    rf"(?<![\w.@/#-])(?:\+?[oO\d]\d{{0,6}}|{_DIGIT})(?:[ ,.-]{{1,2}}(?:[oO\d][\doO]{{0,6}}|{_DIGIT}|"
    rf"hundred)){{2,14}}(?![\w])",
    re.IGNORECASE,
)
"""In words and digits, or with the letter O for a nought: as many digits as a number has, by a word that says so."""
_LETTERED = re.compile(
    rf"\d[ ,.-]{{1,2}}{_DIGIT}\b|{_DIGIT}[ ,.-]{{1,2}}\d|\b[oO]\d|\d[oO]\d|\d[oO]{{2}}", re.IGNORECASE
)
_CUE = re.compile(
    r"\b(?:phones?|tele?(?:phone|fon)?|cell(?:phone|ular)?|mob(?:ile)?|landline|fax|call(?:ed|ing|"
    r"s)?|callback|ring|rang|text(?:ed|s)?|sms|"
    r"whats ?app|signal|viber|reach(?:ed|able)?|dial(?:led|ed)?|contact|hotline|handy(?:nummer)?|"
    r"rufnummer|telefonnummer|tél(?:éphone)?|portable|"
    r"teléfono|telefono|móvil|celular|llám\w+|llama\w*|appel\w*|anruf\w*|erreich\w*|numéro|my number|"
    r"his number|her number|number to|cb|ph|mob|t|m|c)\b"
    r"[^\d\n]{0,36}\Z",
    re.IGNORECASE,
)
_OTHER_CUE = re.compile(
    r"\b(?:version|error|code|ip|total|paid|charge\w*|balance|version|amount)\b[^\d\n]{0,12}\Z", re.IGNORECASE
)
_FORMS = re.compile(
    r"\(\d{2,5}\) ?\d[\d .-]{4,12}\d|(?:1[ .-])?[2-9]\d\d([ .-])\d{3}\1\d{4}|555[-. ]01\d\d|"
    r"1?[ .-]?8(?:00|88|77|66)[ .-]\d{3}[ .-]\d{4}"
    r"|0\d{2,4} \d{3,4} \d{3,4}|0\d{4} \d{5,6}|0[1-9](?:[ .]\d\d){4}|"
    r"0\d{2,4}[/-] ?\d{4,9}(?:-\d{1,4})?|[679]\d\d \d{3} \d{3}|[679]\d\d(?: \d\d){3}"
    r"|0\d{2,4} \d{5,8}|0\d \d{4} \d{4}"
)


def phones(text: str) -> Iterator[tuple[int, int]]:
    """The telephone numbers of a text, as far as no word before them says that they are a record's.

    Raises `UsageError` where the numbering plans are not installed.
    """
    plans = _plans()
    for match in _SPELT.finditer(text):
        if not record_before(text, match.start()):
            yield match.span()
    for match in _HALF_SPELT.finditer(text) if _LETTERED.search(text) else ():
        if _is_spelt(match.group()) and _CUE.search(text[max(0, match.start() - 60) : match.start()]):
            yield match.span()
    for match in _NUMBER.finditer(text):
        words = match.group()
        number = words[: len(words) - len(match["extension"] or "")].rstrip()
        digits = re.sub(r"\D", "", number)
        if 7 <= len(digits) <= 15 and _is_phone(plans, text, match.start(), number, digits):
            yield match.start(), match.start() + (len(words) if match["extension"] else len(number))


def _is_spelt(words: str) -> bool:
    """Whether digits, and words for digits, are as many as a number has."""
    small = words.lower()
    size = sum(map(str.isalnum, re.sub(r"[a-z]{3,}", "1", small))) + 2 * small.count("hundred")
    return 7 <= size <= 15 and any(map(str.isalpha, small))


def same_number(one: str, other: str) -> bool:
    """Whether two ways of writing are one number, with or without its country."""
    first, second = (re.sub(r"\D", "", text).lstrip("0") for text in (one, other))
    return min(len(first), len(second)) > 6 and (
        first.endswith(second[-9:]) if len(second) > 8 else first.endswith(second)
    )


def _is_phone(plans: object, text: str, start: int, number: str, digits: str) -> bool:
    before = text[max(0, start - 60) : start]
    if record_before(text, start) and not _CUE.search(before[-40:]):
        return False
    if number.startswith("+") or (number.startswith("00") and len(digits) > 10):
        return True
    if _CUE.search(before):
        return not re.fullmatch(r"\d{4}[-./]\d\d[-./]\d\d|\d\d[-./]\d\d[-./]\d{4}", number)
    if (
        number.isdigit()
        or _OTHER_CUE.search(before[-30:])
        or (re.fullmatch(r"[\d.]+", number) and number.count(".") != 2)
    ):
        return False
    return bool(_FORMS.fullmatch(number)) or (
        len(re.findall(r"\d+", number)) > 1 and len(digits) > 8 and _valid(plans, number)
    )


def _valid(plans: object, number: str) -> bool:
    for region in REGIONS:
        try:
            parsed = plans.parse(number, region)  # type: ignore[attr-defined]  # a module, loaded late
            if plans.is_valid_number(parsed):  # type: ignore[attr-defined]
                national = plans.format_number(parsed, plans.PhoneNumberFormat.NATIONAL)  # type: ignore[attr-defined]
                if number.startswith(("0", "(0")) or re.findall(r"\d+", national) == re.findall(r"\d+", number):
                    return True
        except plans.NumberParseException:  # type: ignore[attr-defined]
            continue
    return False


def _plans() -> object:
    try:
        import phonenumbers  # noqa: PLC0415  - of an extra, and slow to load
    except ImportError:
        raise UsageError(NEEDED) from None
    return phonenumbers


NEEDED = "Redaction needs packages that are not installed. Run: pip install 'evalsuite[tickets]'"
