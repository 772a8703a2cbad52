"""Days, times of day, addresses and phone numbers in a customer's words."""

import re
from datetime import date, timedelta

_ADDRESS = re.compile(
    r"(?<![\w-])\d{1,5} [A-Za-z][\w ',.-]{2,70}?\b\d{5}\b|(?<![\w-])\d{1,5} [A-Z][\w' ]{2,40}?"
    r"\b(?:street|st|road|rd|avenue|ave|lane|row|court|drive|way|plaza|yard|boulevard|blvd|terrace|place|square)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"\+\d[\d ().-]{6,18}\d|(?<![\w-])0\d(?:[ -]?\d){7,10}(?![\w-])"
    r"|(?<![\w-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|(?:(?<=\bon )|(?<=\bat ))\d{3}[ -]\d{4}\b"
)
_CARD = re.compile(r"(?<![\w-])(?:\d{4}[ -]?){3}\d{3,4}(?![\w-])")
_ZIP = re.compile(r"(?<![\w-])(?<!not )(?<!\bnot the )\d{5}(?![\w-])")
_HOUSE = re.compile(r"\b\d{1,5} [A-Za-z]{2,}")
_LAST_ZIP = re.compile(r"\b\d{5}$")
_EVENING = re.compile(
    r"\b(?:[6-9]|1[01])(?::\d\d)? ?p\.?m\b|\b(?:19|2[0-3]):\d\d\b|\b(?:at|in the) (?:night|evening)\b"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(f"{month}[a-z]*" for month in _MONTHS)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = r"mon|tues?|wed|thurs?|thu|fri|sat|sun"
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_UNITS = re.compile(
    rf"(?<!\bof )(?<!\bthe )\b({'|'.join(list(_NUMBERS)[1:])}|[1-9]\d?)(?: |-)(?:out )?"
    r"(?:of (?:the|them|these|those|my|our|\d+|\w+ (?:units|pieces))|units?|pieces?"
    r"|\w+ (?:of|from|in) |(?:\w+ )?(?:is|are|was|were|has|have|arrived|came|does|do|will) )"
)
_DATE = re.compile(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b|\bday after (?P<after>tomorrow)\b|\b(?P<soon>tomorrow)\b"
    rf"|\bin (?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)}) days?\b|\b(?P<week>next week)?\W*(?:on )?"
    rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)}|{_SHORT})\b(?P<later> next week)?"
    rf"|\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b"
    rf"|\bthe (?P<day3>\d{{1,2}})(?:st|nd|rd|th)\b(?! of)"
    rf"|\b(?P<month2>{_MONTH}) (?:the )?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b"
    r"|\b(?P<today>today|tonight|this afternoon)\b",
    re.IGNORECASE,
)
_WINDOW = re.compile(
    r"\b(?P<am>mornings?|before (?:noon|lunch|nine|ten|eleven|1[0-2])|(?:at|around|about|after) (?:nine|ten|eleven)\b"
    r"|(?:0?[89]|10|11)(?::\d\d)? ?(?:a\.?m|o'?clock)|(?:09|10|11):\d\d"
    r"|(?:(?:at|around|about|from|between|after)|day|tomorrow) (?:8|9|10|11)\b"
    r"(?! (?:day|week|month|min|hour|dollar|usd)))"
    r"|\b(?P<pm>afternoons?|after (?:lunch|noon|work)|noon|evening|tonight|(?:12|[1-6])(?::\d\d)? ?(?:p\.?m|o'?clock)"
    r"|1[2-7](?::\d\d| ?h\b)|(?:at|around|about|from|between|after) (?:1[2-7]|[1-5])\b"
    r"(?! (?:day|week|month|min|hour|dollar|usd)))",
    re.IGNORECASE,
)


def day_named(text: str, today: date) -> date | None:
    """The day a message speaks of, weekdays meaning the next such day; None where it names none that exists."""
    for found in _DATE.finditer(text):
        try:
            return _day(found, today)
        except ValueError:
            continue
    return None


def names_a_day(text: str) -> bool:
    return bool(_DATE.search(text))


def window_named(text: str) -> str:
    """morning, afternoon, or nothing."""
    found = _WINDOW.search(text)
    return "" if found is None else "morning" if found["am"] else "afternoon"


def address_named(text: str) -> str:
    """The last street with its number and what follows up to a ZIP code, or else without; empty where there is none."""
    found = [_from_last_number(match.group()) for match in _ADDRESS.finditer(text)]
    return next((one for one in reversed(found) if _LAST_ZIP.search(one)), found[-1] if found else "")


def _from_last_number(address: str) -> str:
    """An address without another one that was begun before it."""
    return (
        address[[match.start() for match in _HOUSE.finditer(address)][-1] :].strip() if _HOUSE.search(address) else ""
    )


def zips_named(text: str) -> tuple[str, ...]:
    """The five-digit codes in a text, without those that it denies."""
    return tuple(_ZIP.findall(text))


def with_zip(address: str, zips: tuple[str, ...]) -> str:
    """An address with a ZIP code given later in place of its own, or added where it has none."""
    if not address or len(zips) != 1:
        return address
    return _LAST_ZIP.sub(zips[0], address) if _LAST_ZIP.search(address) else f"{address}, {zips[0]}"


def off_hours(text: str) -> bool:
    """Whether a text names an hour of the evening, when nobody calls."""
    return bool(_EVENING.search(text))


def phone_named(text: str) -> str:
    """A phone number as written; empty where there is none."""
    found = _PHONE.search(text)
    return found.group() if found else ""


def units_named(plain: str) -> int:
    """How many pieces a text says that something is the matter with; 0 where it does not say."""
    found = _UNITS.search(plain)
    return 0 if found is None else _NUMBERS.get(found[1]) or (int(found[1]) if found[1].isdigit() else 0)


def shows_card(text: str) -> bool:
    """Whether a payment card's number stands in the text."""
    return bool(_CARD.search(text))


def _day(found: re.Match[str], today: date) -> date:
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    if found["today"]:
        return today
    if found["after"] or found["soon"]:
        return today + timedelta(days=2 if found["after"] else 1)
    if found["count"]:
        return today + timedelta(days=_NUMBERS.get(found["count"].lower()) or int(found["count"]))
    if found["weekday"]:
        short = [name[:3] for name in _WEEKDAYS]
        ahead = (short.index(found["weekday"].lower()[:3]) - today.weekday()) % 7 or 7
        if found["week"] or found["later"]:
            ahead = (short.index(found["weekday"].lower()[:3]) - today.weekday()) + 7
        return today + timedelta(days=ahead)
    if found["day3"]:
        day = today.replace(day=int(found["day3"]))
        return day if day > today else (day.replace(day=1) + timedelta(days=32)).replace(day=day.day)
    month = _MONTHS.index((found["month"] or found["month2"])[:3].lower()) + 1
    return date(today.year, month, int(found["day"] or found["day2"]))
