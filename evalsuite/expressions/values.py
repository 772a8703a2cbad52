"""What an expression's parts can be worth, and how two of them compare."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, DecimalException, localcontext
from typing import Any

LONGEST = 60
"""Characters of a text that may be a number, an amount or a date."""
_AMOUNT = re.compile(r"(?P<number>[-+]?\d{1,24}(?:\.\d{1,12})?)\s*(?P<unit>%|[A-Za-z]{2,12})?")
_SIGNED = re.compile(r"(?P<sign>[$€£])\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,24}(?:\.\d+)?)")
SIGNS = {"$": "USD", "€": "EUR", "£": "GBP"}


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is not there; what depends on it cannot be told."""

    why: str
    """"order.delivered_at is missing"."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its unit: a currency's code, or `%`."""

    number: Decimal
    unit: str = ""
    """Empty where none was named."""

    def __str__(self) -> str:
        number = f"{self.number:f}"
        return f"{number}%" if self.unit == "%" else f"{number} {self.unit}".strip()


def amount(value: Any, unit: str = "") -> Money | Unknown:
    """A number, "20 USD", "$20" or "15%" as an amount; in `unit` where it names none itself."""
    if isinstance(value, Money):
        return value if value.unit else Money(value.number, unit)
    if isinstance(value, Unknown):
        return value
    if isinstance(value, str) and len(value) <= LONGEST:
        text = value.strip()
        if found := _AMOUNT.fullmatch(text):
            named = found["unit"] or unit
            return Money(Decimal(found["number"]), named.upper() if len(named) == 3 else named)
        if found := _SIGNED.fullmatch(text):
            return Money(Decimal(found["number"].replace(",", "")), SIGNS[found["sign"]])
    number = numeric(value)
    return Unknown(f"{shown(value)} is no amount") if number is None else Money(number, unit)


def numeric(value: Any) -> Decimal | None:
    """A number, or a text that is one; None for anything else, and for what is not finite."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str) and len(value) > LONGEST:
        return None
    if isinstance(value, int) and abs(value) > 10**LONGEST:
        return None
    try:
        number = Decimal(str(value)) if isinstance(value, int | float | Decimal | str) else None
    except DecimalException:
        return None
    return number if number is not None and number.is_finite() and abs(number.adjusted()) < LONGEST else None


def moment(value: Any) -> datetime | date | None:
    """A day, or a point in time, as ISO 8601 writes it; None for anything else."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not 8 <= len(value) <= LONGEST:
        return None
    text = value.strip()
    try:
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def clock(value: Any) -> time | None:
    """A time of day: "09:00"; None for anything else."""
    try:
        return time.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def truth(value: Any) -> bool | Unknown:
    """Whether a value counts as true: not null, not zero, not empty."""
    if isinstance(value, bool | Unknown):
        return value
    if isinstance(value, Money):
        return value.number != 0
    return bool(value)


def same(one: Any, other: Any, unit: str = "") -> bool | Unknown:
    """Whether two values are equal: texts whatever their case, numbers by worth, amounts in one unit."""
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return one if isinstance(one, Unknown) else other
    if one is None or other is None or isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) and isinstance(other, str):
        if one.strip().casefold() == other.strip().casefold():
            return True
        if one.isidentifier() or other.isidentifier():  # a word is neither a number nor a date
            return False
    if isinstance(one, list) or isinstance(other, list):
        return _same_lists(one, other, unit)
    order = compared(one, other, unit)
    if isinstance(order, Unknown):
        return order if isinstance(one, Money) or isinstance(other, Money) else False
    return order == 0


def compared(one: Any, other: Any, unit: str = "") -> int | Unknown:
    """Below 0, 0 or above 0 as one value is less than the other, equal, or more; unknown where they do not compare."""
    if isinstance(one, Money) or isinstance(other, Money):
        return _amounts(one, other, unit)
    first, second = numeric(one), numeric(other)
    if first is not None and second is not None:
        return (first > second) - (first < second)
    day, other_day = moment(one), moment(other)
    if day is not None and other_day is not None:
        return _moments(day, other_day)
    if isinstance(one, str) and isinstance(other, str) and {amount(one), amount(other)}.isdisjoint({None}):
        return _amounts(one, other, unit)
    return Unknown(f"{shown(one)} and {shown(other)} do not compare")


def arithmetic(sign: str, one: Any, other: Any, unit: str = "") -> Any:
    """Two numbers, or an amount and a number, added, taken off, multiplied, divided; unknown where that is no number.

    Amounts are added to amounts of their own unit, and multiplied or divided by numbers.
    """
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return one if isinstance(one, Unknown) else other
    first, second = _operand(one), _operand(other)
    if first is None or second is None:
        return Unknown(f"{shown(one if first is None else other)} is no number")
    result = _money_unit(sign, first, second, unit)
    if isinstance(result, Unknown):
        return result
    left = first.number if isinstance(first, Money) else first
    right = second.number if isinstance(second, Money) else second
    try:
        with localcontext(prec=40, Emax=99, Emin=-99):
            number = _OPERATIONS[sign](left, right)
    except (DecimalException, ZeroDivisionError):
        return Unknown(f"{shown(one)} {sign} {shown(other)} is no number")
    return number if result is None else Money(number, result)


def shown(value: Any) -> str:
    """A value in words for a reason, short."""
    if isinstance(value, Unknown):
        return value.why
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "/": lambda one, other: one / other,
    "%": lambda one, other: one % other,
}


def _operand(value: Any) -> Decimal | Money | None:
    if isinstance(value, Money):
        return value
    number = numeric(value)
    if number is None and isinstance(value, str) and isinstance(found := amount(value), Money):
        return found
    return number


def _money_unit(sign: str, one: Decimal | Money, other: Decimal | Money, unit: str) -> str | Unknown | None:
    """The unit of a result, None for a plain number."""
    units = [value.unit or unit for value in (one, other) if isinstance(value, Money)]
    if not units:
        return None
    if sign in "*/%":
        if len(units) == 1:
            return units[0] if isinstance(one, Money) else Unknown("a number cannot be multiplied out by an amount")
        return None if sign == "/" and units[0] == units[1] else Unknown("two amounts are not multiplied")
    units = units if len(units) == 2 else [*units, unit]
    return units[0] if units[0] == units[1] else Unknown(_apart(*units))


def _amounts(one: Any, other: Any, unit: str) -> int | Unknown:
    first, second = amount(one, unit), amount(other, unit)
    if isinstance(first, Unknown):
        return first
    if isinstance(second, Unknown):
        return second
    if first.unit != second.unit:
        return Unknown(_apart(first.unit, second.unit))
    return (first.number > second.number) - (first.number < second.number)


def _apart(one: str, other: str) -> str:
    if one and other:
        return f"{one} does not compare with {other}"
    return f"no currency is named to compare with {one or other}"


def _moments(one: datetime | date, other: datetime | date) -> int | Unknown:
    if isinstance(one, datetime) != isinstance(other, datetime):
        one = one.date() if isinstance(one, datetime) else one
        other = other.date() if isinstance(other, datetime) else other
    elif isinstance(one, datetime) and isinstance(other, datetime) and (one.tzinfo is None) != (other.tzinfo is None):
        return Unknown("one time names its zone, and the other does not")
    return (one > other) - (one < other)


def _same_lists(one: Any, other: Any, unit: str) -> bool | Unknown:
    if not (isinstance(one, list) and isinstance(other, list)) or len(one) != len(other):
        return False
    found = [same(left, right, unit) for left, right in zip(one, other, strict=True)]
    return False if False in found else next((item for item in found if isinstance(item, Unknown)), True)
