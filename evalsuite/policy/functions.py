"""What the functions of policy rules say: days and hours, amounts and limits, what was called and said before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from evalsuite.expressions.closures import Function
from evalsuite.expressions.values import Money, Unknown, amount, clock, compared, moment, numeric, same, shown
from evalsuite.patterns import pattern

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Happened(Protocol):
    """What functions ask of the conversation, at the event a rule is asked about."""

    zone: str
    """Of times that name none; empty where that is not declared."""
    unit: str
    """The currency of amounts that name none."""

    def value(self, path: tuple[str, ...]) -> Any: ...

    def calls_before(self, tool: str) -> Sequence[tuple[bool | None, Mapping[str, Any]]]:
        """Success and arguments of earlier calls of a tool; None for a success that is not known."""
        ...

    def said(self, by: str, *, until: str = "here") -> str:
        """What one side said `before` the event, up to and with it (`here`), or from it on (`after`)."""
        ...

    def agreed(self) -> bool | None:
        """Whether the customer said yes to what was proposed; None where that cannot be told."""
        ...


def days_between(scope: Happened, first: Any, last: Any) -> Any:
    """Whole calendar days from one day to another, below 0 where the second comes first."""
    start, end = _day(scope, first), _day(scope, last)
    if isinstance(start, Unknown) or isinstance(end, Unknown):
        return start if isinstance(start, Unknown) else end
    return Decimal((end - start).days)


def hours_between(scope: Happened, first: Any, last: Any) -> Any:
    """Hours from one time to another, with fractions."""
    start, end = _instant(scope, first), _instant(scope, last)
    if isinstance(start, Unknown) or isinstance(end, Unknown):
        return start if isinstance(start, Unknown) else end
    return Decimal(int((end - start).total_seconds())) / 3600


def weekday(scope: Happened, value: Any) -> Any:
    """The day of the week: mon, tue, …"""
    day = _day(scope, value)
    return day if isinstance(day, Unknown) else WEEK[day.weekday()]


def hour(scope: Happened, value: Any) -> Any:
    """The hour of the day, with fractions."""
    found = _instant(scope, value)
    return found if isinstance(found, Unknown) else Decimal(found.hour) + Decimal(found.minute) / 60


def is_open(scope: Happened, value: Any, days: Any, opens: Any, closes: Any, *holidays: Any) -> Any:
    """Whether a time lies in the opening hours; both ends count as open."""
    day = _day(scope, value)
    if isinstance(day, Unknown):
        return day
    wanted = weekdays(str(days))
    if isinstance(wanted, Unknown):
        return wanted
    closed = holidays[0] if holidays and isinstance(holidays[0], list) else []
    if WEEK[day.weekday()] not in wanted or day.isoformat() in closed:
        return False
    start, end = clock(opens), clock(closes)
    if start is None or end is None:
        return Unknown(f"{shown(opens if start is None else closes)} is no time of day")
    instant = _instant(scope, value)
    if isinstance(instant, Unknown):
        return instant
    at = time(instant.hour, instant.minute, instant.second, instant.microsecond)
    return start <= at <= end if start <= end else at >= start or at <= end


def weekdays(text: str) -> frozenset[str] | Unknown:
    """The days that "mon-fri" or "mon, wed, sat" name."""
    found: set[str] = set()
    for part in text.lower().replace(" to ", "-").split(","):
        ends = [word.strip()[:3] for word in part.split("-")]
        if len(ends) > 2 or not set(ends) <= set(WEEK):
            return Unknown(f"{text!r} names no weekdays")
        first, last = WEEK.index(ends[0]), WEEK.index(ends[-1])
        found.update(WEEK[place % 7] for place in range(first, (last if last >= first else last + 7) + 1))
    return frozenset(found)


def within(scope: Happened, value: Any, *limits: Any) -> Any:
    """Whether amounts stay within the limit of their own currency; those of one currency may be a list to add up.

    Unknown where an amount is missing or in a currency without a limit, unless another is over its limit already.
    """
    most: dict[str, Money] = {}
    for limit in limits:
        if isinstance(limit, Unknown):
            return limit
        for one in limit if isinstance(limit, list) else [limit]:
            bound = amount(one, scope.unit)
            if isinstance(bound, Unknown):
                return bound
            most[bound.unit] = bound
    found = [amount(one, scope.unit) for one in (value if isinstance(value, list) else [value])]
    totals: dict[str, Decimal] = {}
    for each in found:
        if isinstance(each, Money):
            totals[each.unit] = totals.get(each.unit, Decimal(0)) + each.number
    if any(unit in most and total > most[unit].number for unit, total in totals.items()):
        return False
    missing = next((each for each in found if isinstance(each, Unknown)), None)
    if missing is not None:
        return missing
    other = [unit for unit in totals if unit not in most]
    if other:
        named = f"in {other[0]}" if other[0] else "without a currency"
        return Unknown(f"the amount is {named}, and the limit in {' or '.join(most) or 'none'}")
    return True if len(totals) < 2 else Unknown(f"amounts in {' and '.join(totals)} do not add up")


def called(scope: Happened, tool: Any, *same_argument: Any) -> Any:
    """Whether a tool was called successfully before; with a name and a value, with that argument."""
    maybe: Unknown | bool = False
    for success, arguments in scope.calls_before(str(tool)):
        fits: Any = True
        if len(same_argument) == 2:
            name, wanted = same_argument
            fits = same(arguments[name], wanted) if name in arguments else Unknown(f"{tool} was called without {name}")
        if success and fits is True:
            return True
        if success is not False and fits is not False:
            maybe = fits if isinstance(fits, Unknown) else Unknown(f"what came of {tool} is not known")
    return maybe


def confirmed(scope: Happened) -> Any:
    """Whether the customer said yes before the event to what the assistant had proposed."""
    found = scope.agreed()
    return Unknown("the customer's words are no plain yes or no") if found is None else found


def said(scope: Happened, *phrases: Any) -> bool:
    """Whether the assistant said one of the phrases, up to the event's own message."""
    return _found(scope.said("assistant"), phrases)


def says_later(scope: Happened, *phrases: Any) -> Any:
    """Whether the assistant says one of the phrases in the event's message or behind it; unknown where no reply is."""
    later = scope.said("assistant", until="after")
    return _found(later, phrases) if later else Unknown("no reply follows")


def customer_said(scope: Happened, *phrases: Any) -> bool:
    """Whether the customer said one of the phrases before the event."""
    return _found(scope.said("user"), phrases)


def known(_scope: Happened, value: Any) -> bool:
    """Whether a value is there."""
    return not isinstance(value, Unknown) and value is not None


def otherwise(_scope: Happened, value: Any, instead: Any) -> Any:
    """The value, or the other one where it is missing."""
    return instead if isinstance(value, Unknown) or value is None else value


def _found(text: str, phrases: Sequence[Any]) -> bool:
    return any(pattern(str(phrase)).first(text) is not None for phrase in phrases if str(phrase).strip())


def _matches(_scope: Happened, text: Any, *phrases: Any) -> bool:
    return _found(str(text), phrases)


def _money(scope: Happened, value: Any, *unit: Any) -> Any:
    return amount(value, str(unit[0]) if unit else scope.unit)


def _lower(_scope: Happened, value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _length(_scope: Happened, value: Any) -> Any:
    return (
        Decimal(len(value)) if isinstance(value, str | list | dict) else Unknown(f"{shown(value)} is no text or list")
    )


def _absolute(_scope: Happened, value: Any) -> Any:
    if isinstance(value, Money):
        return Money(abs(value.number), value.unit)
    number = numeric(value)
    return Unknown(f"{shown(value)} is no number") if number is None else abs(number)


def _extreme(*, largest: bool) -> Callable[..., Any]:
    def run(scope: Happened, *values: Any) -> Any:
        found: Any = None
        for value in values[0] if len(values) == 1 and isinstance(values[0], list) else values:
            order = compared(value, found, scope.unit) if found is not None else 0
            if isinstance(order, Unknown):
                return order
            if found is None or (order > 0) is largest:
                found = value
        return Unknown("there is nothing to choose from") if found is None else found

    return run


def _zone(scope: Happened) -> ZoneInfo | None:
    return ZoneInfo(scope.zone) if scope.zone else None


def _day(scope: Happened, value: Any) -> date | Unknown:
    """The calendar day, in the declared zone where the value names its own."""
    found = moment(value)
    if isinstance(found, datetime):
        if found.tzinfo is None:
            return found.date()
        zone = _zone(scope)
        if zone is None:
            return Unknown(f"{shown(value)} names its zone, and `timezone:` is not declared")
        return found.astimezone(zone).date()
    return Unknown(f"{shown(value)} is no date") if found is None else found


def _instant(scope: Happened, value: Any) -> datetime | Unknown:
    """The point in time, in the declared zone."""
    found = moment(value)
    if not isinstance(found, datetime):
        return Unknown(f"{shown(value)} names no time of day" if found else f"{shown(value)} is no time")
    zone = _zone(scope)
    if zone is None:
        return Unknown("`timezone:` is not declared") if found.tzinfo else found
    return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)


MANY = 20
FUNCTIONS: Mapping[str, Function] = {
    "days_between": Function(run=days_between, least=2, most=2),
    "hours_between": Function(run=hours_between, least=2, most=2),
    "weekday": Function(run=weekday),
    "hour": Function(run=hour),
    "is_open": Function(run=is_open, least=4, most=5),
    "money": Function(run=_money, least=1, most=2),
    "within": Function(run=within, least=2, most=MANY),
    "called": Function(run=called, least=1, most=3, names="tool"),
    "confirmed": Function(run=confirmed, least=0, most=0),
    "said": Function(run=said, least=1, most=MANY),
    "says_later": Function(run=says_later, least=1, most=MANY),
    "customer_said": Function(run=customer_said, least=1, most=MANY),
    "matches": Function(run=_matches, least=2, most=MANY),
    "known": Function(run=known, takes_unknown=True),
    "otherwise": Function(run=otherwise, least=2, most=2, takes_unknown=True),
    "lower": Function(run=_lower),
    "length": Function(run=_length),
    "abs": Function(run=_absolute),
    "min": Function(run=_extreme(largest=False), least=1, most=MANY),
    "max": Function(run=_extreme(largest=True), least=1, most=MANY),
}
"""By the name they are called by."""
