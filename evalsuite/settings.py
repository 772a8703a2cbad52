"""Settings from every layer, the strongest word holding."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import IntEnum
from typing import Any

from evalsuite.domain.case import GraderSpec, Mark
from evalsuite.domain.decision import GateRules
from evalsuite.domain.privacy_settings import PrivacySettings
from evalsuite.domain.rubric import JudgeSettings
from evalsuite.domain.ticket_settings import TicketSettings
from evalsuite.errors import Complaint, InputError, did_you_mean
from evalsuite.privacy_rules import privacy_settings
from evalsuite.rules import gate_rules
from evalsuite.ticket_rules import ticket_settings
from evalsuite.values import TableError, a_flag, a_number, a_text, some_texts, table_of, whole_number


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
    customer: str | None = None
    """Who plays simulated customers: an assistant definition of kind openai, by its file name without its ending."""
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
    judge: JudgeSettings = field(default_factory=JudgeSettings)
    """Who judges what no rule can: definitions in graders/assistants, or the table `judge`."""
    tickets: TicketSettings = field(default_factory=TicketSettings)
    """The team's help desks, and how its assistant is told from its people there: the table `tickets`."""
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    """What may never be written, what only looks personal, and who looks as well: the table `privacy`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The settings that hold, and which layer said each."""

    settings: Settings
    said: Mapping[str, Layer] = field(default_factory=dict)
    """By setting, in words too where a file or variable said it: see `sources`."""
    sources: Mapping[str, str] = field(default_factory=dict)


NAMES = tuple(one.name for one in fields(Settings))
_TABLES = {"graders", "cases", "gate", "tickets", "privacy"}
_VARIABLES = {name: f"EVALSUITE_{name.upper()}" for name in NAMES if name not in _TABLES}


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
            except TableError as error:
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


def _judge(value: Any) -> JudgeSettings:
    """A name, a list of names, or a table with `judges`."""
    if isinstance(value, str | list):
        value = {"judges": value}
    said = table_of(_JUDGE, like='{judges = ["careful"], samples = 3}')(value)
    return replace(JudgeSettings(**said), judges=tuple(dict.fromkeys(said.get("judges", ()))))


_JUDGE: Mapping[str, Callable[[Any], Any]] = {"judges": some_texts, "samples": whole_number(1), "optional": a_flag}
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "assistant": a_text,
    "customer": a_text,
    "graders": _graders,
    "cases": some_texts,
    "concurrency": whole_number(1),
    "trials": whole_number(1),
    "case_timeout_seconds": a_number(0, above=True),
    "give_up_after": whole_number(1),
    "preflight": a_flag,
    "allowed_errors": a_number(0, 1),
    "allowed_ungraded": a_number(0, 1),
    "max_cost_usd": a_number(0, above=True),
    "env_file": a_text,
    "gate": gate_rules,
    "judge": _judge,
    "tickets": ticket_settings,
    "privacy": privacy_settings,
}
