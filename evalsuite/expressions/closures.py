"""What an expression's parts come to when they are asked, unknown values and all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from evalsuite.expressions.values import Unknown, arithmetic, compared, same, truth

Ask = Callable[[Any], Any]
"""From a scope to a value; never raises on account of a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function that expressions may call."""

    run: Callable[..., Any]
    """Takes the scope and the arguments' values; its result is a value."""
    least: int = 1
    most: int = 1
    """How many arguments it takes."""
    takes_unknown: bool = False
    """True where it wants to see unknown values; otherwise its result is the first of them."""
    names: str = ""
    """What the texts given to it name ("tool"), so that they can be checked; empty for nothing."""


CONSTANTS: Mapping[str, Any] = {"true": True, "false": False, "null": None}
COMPARE: Mapping[str, Callable[[int], bool]] = {
    "==": lambda order: order == 0,
    "!=": lambda order: order != 0,
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


def constant(value: Any) -> Ask:
    return lambda _scope: value


def listed(parts: list[Ask]) -> Ask:
    return lambda scope: [part(scope) for part in parts]


def negated(inner: Ask) -> Ask:
    def ask(scope: Any) -> Any:
        found = truth(inner(scope))
        return found if isinstance(found, Unknown) else not found

    return ask


def all_of(parts: list[Ask]) -> Ask:
    return _joined(parts, ends=False)


def any_of(parts: list[Ask]) -> Ask:
    return _joined(parts, ends=True)


def _joined(parts: list[Ask], *, ends: bool) -> Ask:
    """Kleene's and / or: what decides alone decides, though another part be unknown."""

    def ask(scope: Any) -> Any:
        missing: Unknown | None = None
        for part in parts:
            found = truth(part(scope))
            if found is ends:
                return ends
            if isinstance(found, Unknown):
                missing = missing or found
        return missing or (not ends)

    return ask


def chosen(condition: Ask, yes: Ask, no: Ask) -> Ask:
    def ask(scope: Any) -> Any:
        found = truth(condition(scope))
        if not isinstance(found, Unknown):
            return yes(scope) if found else no(scope)
        first, second = yes(scope), no(scope)
        return first if same(first, second) is True else found

    return ask


def among(left: Ask, right: Ask, unit: str) -> Ask:
    def ask(scope: Any) -> Any:
        one, options = left(scope), right(scope)
        if isinstance(one, Unknown) or isinstance(options, Unknown):
            return one if isinstance(one, Unknown) else options
        if isinstance(options, str):
            return isinstance(one, str) and one.casefold() in options.casefold()
        if not isinstance(options, list):
            return Unknown("behind in stands neither a list nor a text")
        found = [same(one, option, unit) for option in options]
        return True if True in found else next((each for each in found if isinstance(each, Unknown)), False)

    return ask


def comparison(sign: str, left: Ask, right: Ask, unit: str) -> Ask:
    holds = COMPARE[sign]

    def ask(scope: Any) -> Any:
        one, other = left(scope), right(scope)
        if sign in {"==", "!="}:
            equal = same(one, other, unit)
            return equal if isinstance(equal, Unknown) else equal is (sign == "==")
        if isinstance(one, Unknown) or isinstance(other, Unknown):
            return one if isinstance(one, Unknown) else other
        order = compared(one, other, unit)
        return order if isinstance(order, Unknown) else holds(order)

    return ask


def calculated(first: Ask, rest: list[tuple[str, Ask]], unit: str) -> Ask:
    def ask(scope: Any) -> Any:
        value = first(scope)
        for sign, part in rest:
            value = arithmetic(sign, value, part(scope), unit)
        return value

    return ask


def applied(function: Function, arguments: list[Ask]) -> Ask:
    def ask(scope: Any) -> Any:
        values = [argument(scope) for argument in arguments]
        if not function.takes_unknown:
            missing = next((value for value in values if isinstance(value, Unknown)), None)
            if missing is not None:
                return missing
        return function.run(scope, *values)

    return ask
