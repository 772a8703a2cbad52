"""The settings' table `gate`, as the rules it writes down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, get_args

from evalsuite.domain.comparison import Quantity, SliceKind
from evalsuite.domain.decision import Budget, GateRules, LiveMeasure
from evalsuite.domain.presets import PRESETS
from evalsuite.errors import did_you_mean
from evalsuite.values import TableError, a_flag, a_number, a_share, some_texts, table_of, whole_number


def gate_rules(value: Any) -> GateRules:
    """Rules as the table writes them, laid over those of its preset; tables are laid over key by key.

    Raises `TableError` with every mistake of the table, `ValueError` where it is none.
    """
    if not isinstance(value, Mapping):
        raise ValueError(f"wants a table like {{margin = 0.05}}, got {value!r}")
    said: dict[str, Any] = {}
    mistakes: list[tuple[str, str]] = []
    for name, one in value.items():
        if name not in _RULES:
            mistakes.append((name, f"gate: no setting {name!r}.{did_you_mean(name, list(_RULES))}"))
            continue
        try:
            said[name] = _RULES[name](one)
        except TableError as error:
            mistakes += [(key, f"gate: {name}: {text}") for key, text in error.mistakes]
        except ValueError as error:
            mistakes.append((name, f"gate: {name} {error}"))
    if mistakes:
        raise TableError(mistakes)
    return _over(PRESETS.get(said.get("preset", ""), GateRules()), said)


def _over(preset: GateRules, said: Mapping[str, Any]) -> GateRules:
    merged: dict[str, Any] = {
        name: {**getattr(preset, name), **one} if isinstance(one, Mapping) else one for name, one in said.items()
    }
    required = {measure: _LEAST[measure] for measure in said.get("require", ())}
    merged["live"] = {**required, **preset.live, **said.get("live", {})}
    merged["where_judged"] = tuple(label for label in preset.where_judged if label not in said.get("hard_zero", {}))
    return replace(preset, **merged)


_LEAST: Mapping[Any, float] = PRESETS["fine-tune"].live
"""What a required measure must gain where nothing is said of it."""


def _preset(value: Any) -> str:
    if not isinstance(value, str) or value not in PRESETS:
        raise ValueError(f"wants the name of bundled rules, got {value!r}.{did_you_mean(str(value), list(PRESETS))}")
    return value


def _margin(value: Any) -> float | None:
    """A share; `false` leaves the rule out."""
    return None if value is False else a_share(value)


def _gain(value: Any) -> float:
    """A share that may be nothing: any gain then counts."""
    return 0.0 if value == 0 and not isinstance(value, bool) else a_share(value)


def _budget(value: Any) -> Budget:
    """A share by which it may rise, or a table with `rise` and `most`."""
    if not isinstance(value, Mapping):
        return Budget(rise=a_number(0)(value))
    said = table_of(a_number(0), ("rise", "most"), like="{rise = 0.1, most = 8}")(value)
    if not said:
        raise ValueError("wants rise or most, like 0.1 or {most = 8}, got nothing")
    return Budget(**said)


def _live(value: Any) -> Mapping[str, float]:
    """Satisfaction is on a scale of its own; the others are shares."""
    said: Mapping[str, float] = table_of(a_number(0), get_args(LiveMeasure), like="{approval_rate = 0.05}")(value)
    return said


def _required(value: Any) -> tuple[str, ...]:
    names = some_texts(value)
    for name in names:
        if name not in get_args(LiveMeasure):
            raise ValueError(f"names no live measure {name!r}.{did_you_mean(name, get_args(LiveMeasure))}")
    return names


def _slices(value: Any) -> tuple[str, ...]:
    """Parts of the cases, `KIND:NAME` each."""
    names = some_texts(value)
    for name in names:
        kind, _, rest = name.partition(":")
        if kind not in get_args(SliceKind) or not rest:
            kinds = ", ".join(get_args(SliceKind))
            raise ValueError(f"wants parts like origin:ticket (of {kinds}), got {name!r}")
    return names


_shares = table_of(a_share, like='{"claims" = 0.03}')

_RULES: Mapping[str, Callable[[Any], Any]] = {
    "preset": _preset,
    "margin": _margin,
    "margins": _shares,
    "every_margin": _margin,
    "hard_zero": _shares,
    "must_improve": table_of(_gain, like='{pass_rate = 0.02, "claims" = 0.01}'),
    "golden": a_flag,
    "budget": table_of(_budget, get_args(Quantity), like="{seconds = 0.2, length = {most = 1200}}"),
    "live": _live,
    "require": _required,
    "slices": _slices,
    "max_errors": a_number(0, 1),
    "max_ungraded": a_number(0, 1),
    "max_unpaired": a_number(0, 1),
    "min_clusters": whole_number(1),
}
