"""Settings from every layer, the strongest word holding."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import IntEnum
from typing import Any

from evalsuite.domain.case import GraderSpec, Mark
from evalsuite.domain.decision import GateRules
from evalsuite.errors import Complaint, InputError, did_you_mean


class Layer(IntEnum):
    """Where a setting was said; the higher one holds."""

    DEFAULT = 0
    FILE = 1
    ENVIRONMENT = 2
    OPTION = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    assistant: str | None = None
    """The assistant to run where none is named: a file name in graders/assistants without its ending."""
    graders: tuple[GraderSpec, ...] = (GraderSpec(name="ids", bare=True), GraderSpec(name="claims", bare=True))
    """Standing graders: they judge every reply of every case."""
    cases: tuple[str, ...] = ("cases",)
    """Folders and files that hold cases."""
    concurrency: int = 50
    """Conversations under way at once."""
    trials: int = 1
    """Attempts per case."""
    case_timeout_seconds: float = 300.0
    """The longest one conversation may take."""
    give_up_after: int = 5
    """The same fatal failure this many times in a row stops a run."""
    preflight: bool = True
    """Whether one small model call is tried before a run."""
    allowed_errors: float = 0.0
    """Share of trials that may end in error before a run exits with 4; 0 to 1."""
    allowed_ungraded: float = 0.0
    """Share of trials that may stay ungraded before a run exits with 3; 0 to 1."""
    max_cost_usd: float | None = None
    """Model calls stop once they have cost this much."""
    env_file: str | None = None
    """A file of NAME=value lines, read for what the environment itself does not say."""
    gate: GateRules = field(default_factory=GateRules)
    """What a candidate must keep to before it takes the baseline's place: the table `gate`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The settings that hold, and which layer said each."""

    settings: Settings
    said: Mapping[str, Layer] = field(default_factory=dict)
    """By setting, in words too where a file or variable said it: see `sources`."""
    sources: Mapping[str, str] = field(default_factory=dict)


NAMES = tuple(one.name for one in fields(Settings))
_VARIABLES = {name: f"EVALSUITE_{name.upper()}" for name in NAMES if name not in {"graders", "cases", "gate"}}


def resolve(
    *,
    file: Mapping[str, Any] | None = None,
    file_name: str = "",
    text: str = "",
    environment: Mapping[str, str] | None = None,
    options: Mapping[str, Any] | None = None,
) -> Resolved:
    """The settings of all layers, each setting from the highest that says it. None in `options` says nothing.

    Raises one `InputError` with every mistake of every layer.
    """
    complaints: list[Complaint] = []
    said: dict[str, tuple[Layer, str, Any]] = {}
    layers: list[tuple[Layer, Mapping[str, Any], Callable[[str], str]]] = [
        (Layer.FILE, file or {}, lambda _: file_name),
        (Layer.ENVIRONMENT, _from_environment(environment or {}), lambda name: _VARIABLES[name]),
        (Layer.OPTION, _given(options or {}), lambda name: f"--{name.replace('_', '-')}"),
    ]
    for layer, values, source in sorted(layers, key=lambda one: one[0]):
        for name, value in values.items():
            where = Mark(path=file_name, line=_line(text, name)) if layer is Layer.FILE else None
            if name not in NAMES:
                complaints.append(Complaint(text=f"no setting {name!r}.{did_you_mean(name, NAMES)}", mark=where))
                continue
            try:
                said[name] = (layer, source(name), _read(name, value))
            except _TableError as error:
                complaints += [
                    Complaint(
                        text=told, mark=where and Mark(path=file_name, line=_line(text, key, after=where.line - 1))
                    )
                    for key, told in error.mistakes
                ]
            except ValueError as error:
                prefix = "" if where else f"{source(name)}: "
                complaints.append(Complaint(text=f"{prefix}{name} {error}", mark=where))
    if complaints:
        raise InputError(complaints)
    return Resolved(
        settings=replace(Settings(), **{name: value for name, (_, _, value) in said.items()}),
        said={name: said[name][0] if name in said else Layer.DEFAULT for name in NAMES},
        sources={name: source for name, (_, source, _) in said.items()},
    )


def table(text: str, file_name: str, *path: str) -> Mapping[str, Any] | None:
    """A table of a TOML text; None where it has no such table. Raises `InputError` where it is no TOML."""
    try:
        values: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        mark = Mark(path=file_name, line=int(place[1]), column=int(place[2])) if place else Mark(path=file_name, line=1)
        raise InputError([Complaint(text=f"not TOML: {str(error).split(' (at')[0]}", mark=mark)]) from None
    for step in path:
        values = values.get(step) if isinstance(values, Mapping) else None
    return values if isinstance(values, Mapping) else None


def env_lines(text: str) -> dict[str, str]:
    """The NAME=value lines of an env file; quotes around a value are taken away, other lines passed over."""
    pairs = (line.removeprefix("export ").partition("=") for line in map(str.strip, text.splitlines()))
    return {
        name.strip(): value.strip().strip("'\"") for name, equals, value in pairs if equals and not name.startswith("#")
    }


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    return {name: environment[variable] for name, variable in _VARIABLES.items() if environment.get(variable)}


def _line(text: str, name: str, *, after: int = 0) -> int:
    """Where a setting or its table stands, looked for behind line `after`; that line, or the first, where it is not."""
    spelt = rf"[\"']?{re.escape(name)}[\"']?"
    place = re.compile(rf"\s*{spelt}\s*=|\s*\[([\w.-]+\.)?{spelt}\]|.*[{{,]\s*{spelt}\s*=")
    for number, line in enumerate(text.splitlines(), 1):
        if number > after and place.match(line):
            return number
    return max(after, 1)


def _read(name: str, value: Any) -> Any:
    """A setting's value in its own type. Raises `ValueError`, in words."""
    reader = _READERS[name]
    return reader(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"wants a text, got {value!r}")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError(f'wants a list of texts like ["cases"], got {value!r}')
    return tuple(value)


def _whole(least: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        try:
            number = int(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
        except ValueError:
            number = None
        if number is None or number < least:
            raise ValueError(f"wants a whole number of at least {least}, got {value!r}")
        return number

    return read


def _number(least: float, most: float = float("inf"), *, above: bool = False) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        try:
            number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
        except ValueError:
            number = None
        if number is None or not least <= number <= most or (above and number == least):
            bounds = (
                f"from {least:g} to {most:g}" if most < float("inf") else f"{'above' if above else 'from'} {least:g}"
            )
            raise ValueError(f"wants a number {bounds}, got {value!r}")
        return number

    return read


def _flag(value: Any) -> bool:
    known = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in known:
        return known[value.lower()]
    raise ValueError(f"wants true or false, got {value!r}")


def _graders(value: Any) -> tuple[GraderSpec, ...]:
    """A list of names, or of `{name = …}` tables as in a case's `expect`."""
    if not isinstance(value, list):
        raise ValueError(f'wants a list of graders like ["ids", "claims"], got {value!r}')
    return tuple(_grader(one) for one in value)


def _grader(value: Any) -> GraderSpec:
    if isinstance(value, str):
        return GraderSpec(name=value, bare=True)
    if isinstance(value, Mapping):
        named = {key: one for key, one in value.items() if key != "label"}
        if len(named) == 1:
            [(name, given)] = named.items()
            label = value.get("label")
            if isinstance(given, Mapping):
                return GraderSpec(name=name, label=label, parameters=given)
            return GraderSpec(name=name, label=label, argument=given)
    raise ValueError(f'wants each grader as "name" or {{name = …}}, got {value!r}')


class _TableError(ValueError):
    """Every mistake of a table, each with the key it stands under."""

    def __init__(self, mistakes: Iterable[tuple[str, str]]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(text for _, text in self.mistakes))


def _gate(value: Any) -> GateRules:
    """Rules as a table writes them; raises `_TableError` with every mistake in it."""
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
        except _TableError as error:
            mistakes += [(key, f"gate: {name}: {text}") for key, text in error.mistakes]
        except ValueError as error:
            mistakes.append((name, f"gate: {name} {error}"))
    if mistakes:
        raise _TableError(mistakes)
    return GateRules(**said)


def _shares(value: Any) -> Mapping[str, float]:
    """Shares by grader label."""
    if not isinstance(value, Mapping):
        raise ValueError(f'wants a table of graders like {{"claims" = 0.03}}, got {value!r}')
    said, mistakes = {}, []
    for label, one in value.items():
        try:
            said[label] = _share(one)
        except ValueError as error:
            mistakes.append((label, f"{label} {error}"))
    if mistakes:
        raise _TableError(mistakes)
    return said


def _share(value: Any) -> float:
    """Above 0 and below 1: at either end, no number of cases could show anything."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
        raise ValueError(f"wants a share above 0 and below 1, like 0.05 for 5 %, got {value!r}")
    return float(value)


def _margin(value: Any) -> float | None:
    """A share; `false` leaves the rule out."""
    return None if value is False else _share(value)


_RULES: Mapping[str, Callable[[Any], Any]] = {
    "margin": _margin,
    "margins": _shares,
    "hard_zero": _shares,
    "max_errors": _number(0, 1),
    "max_ungraded": _number(0, 1),
    "max_unpaired": _number(0, 1),
    "min_clusters": _whole(1),
}

_READERS: Mapping[str, Callable[[Any], Any]] = {
    "assistant": _text,
    "graders": _graders,
    "cases": _texts,
    "concurrency": _whole(1),
    "trials": _whole(1),
    "case_timeout_seconds": _number(0, above=True),
    "give_up_after": _whole(1),
    "preflight": _flag,
    "allowed_errors": _number(0, 1),
    "allowed_ungraded": _number(0, 1),
    "max_cost_usd": _number(0, above=True),
    "env_file": _text,
    "gate": _gate,
}
