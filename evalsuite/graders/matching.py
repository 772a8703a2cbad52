"""Whether the arguments of a call are those that were wanted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from evalsuite.patterns import is_regex, pattern

MATCHERS = ("one_of", "approximately", "from_context", "matches", "equals", "anything")
_ABSENT = object()


def check(wanted: Any) -> None:
    """Raises `ValueError`, in words, where a matcher is written wrongly."""
    if isinstance(wanted, Mapping):
        named = [key for key in wanted if key in MATCHERS]
        if named and (set(wanted) - set(MATCHERS) - {"within"} or len(named) > 1):
            raise ValueError(f"a matcher stands alone: {{{named[0]}: …}}, got the keys {', '.join(map(str, wanted))}")
        if "approximately" in wanted and not _number(wanted["approximately"]):
            raise ValueError(f"approximately wants a number, got {wanted['approximately']!r}")
        if "one_of" in wanted and not isinstance(wanted["one_of"], list):
            raise ValueError(f"one_of wants a list, got {wanted['one_of']!r}")
        for value in wanted.values():
            check(value)
    elif isinstance(wanted, list):
        for value in wanted:
            check(value)
    elif isinstance(wanted, str) and is_regex(wanted):
        pattern(wanted)


def differences(wanted: Mapping[str, Any], given: Mapping[str, Any], context: Mapping[str, Any]) -> list[str]:
    """Each wanted argument that is not as wanted, in words; empty where all are. Others may stand beside them."""
    return [
        f"{key} is {_show(given.get(key, _ABSENT))}, wanted {describe(value)}"
        for key, value in wanted.items()
        if not matches(value, given.get(key, _ABSENT), context)
    ]


def matches(wanted: Any, given: Any, context: Mapping[str, Any]) -> bool:
    """Whether a value is as wanted: equal, or by one of the matchers. Numbers equal numeric strings."""
    if isinstance(wanted, Mapping):
        return _matches_mapping(wanted, given, context)
    if given is _ABSENT:
        return False
    if isinstance(wanted, list):
        return (
            isinstance(given, list)
            and len(wanted) == len(given)
            and all(matches(one, other, context) for one, other in zip(wanted, given, strict=True))
        )
    if isinstance(wanted, str) and is_regex(wanted):
        return pattern(wanted).first(_text(given)) is not None
    return same(wanted, given)


def same(wanted: Any, given: Any) -> bool:
    """Equal, where a number equals the text that spells it; true and false equal only themselves."""
    if isinstance(wanted, bool) or isinstance(given, bool):
        return wanted is given or (isinstance(wanted, str) and wanted.lower() == str(given).lower())
    if isinstance(wanted, int | float | str) and isinstance(given, int | float | str):
        if wanted == given or str(wanted) == str(given):
            return True
        if isinstance(wanted, str) and isinstance(given, str):
            return False
        one, other = _number(wanted), _number(given)
        return one is not None and other is not None and math.isclose(one, other, rel_tol=1e-12)
    if isinstance(wanted, Mapping) and isinstance(given, Mapping):
        return wanted.keys() == given.keys() and all(same(wanted[key], given[key]) for key in wanted)
    return bool(wanted == given)


def describe(wanted: Any) -> str:
    """A wanted value in words."""
    if isinstance(wanted, Mapping):
        if "one_of" in wanted:
            return "one of " + ", ".join(_show(value) for value in wanted["one_of"])
        if "approximately" in wanted:
            return f"about {wanted['approximately']}"
        if "from_context" in wanted:
            return f"the context's {wanted['from_context']}"
        if "matches" in wanted:
            return f"text like {wanted['matches']}"
        if "anything" in wanted:
            return "any value"
    return f"text like {wanted}" if isinstance(wanted, str) and is_regex(wanted) else _show(wanted)


def _matches_mapping(wanted: Mapping[str, Any], given: Any, context: Mapping[str, Any]) -> bool:
    if "anything" in wanted:
        return given is not _ABSENT
    if given is _ABSENT:
        return False
    if "equals" in wanted:
        return same(wanted["equals"], given)
    if "one_of" in wanted:
        return any(matches(value, given, context) for value in wanted["one_of"])
    if "approximately" in wanted:
        return _near(wanted, given)
    if "matches" in wanted:
        return pattern(wanted["matches"]).first(_text(given)) is not None
    if "from_context" in wanted:
        value = _from(context, wanted["from_context"])
        return value is not _ABSENT and same(value, given)
    return isinstance(given, Mapping) and not differences(wanted, given, context)


def _near(wanted: Mapping[str, Any], given: Any) -> bool:
    target, value = _number(wanted["approximately"]), _number(given)
    within = _number(wanted.get("within", 0.01 * abs(target or 0)))
    return target is not None and value is not None and within is not None and abs(target - value) <= within


def _from(context: Mapping[str, Any], path: str) -> Any:
    value: Any = context
    for step in path.split("."):
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return _ABSENT
    return value


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


def _show(value: Any) -> str:
    return "absent" if value is _ABSENT else repr(value)
