"""Jinja2 texts of a workspace, compiled once and never given anything to reach out with."""

import json
from collections.abc import Collection, Mapping, Sequence

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from evalsuite.domain.case import Mark
from evalsuite.errors import Complaint, InputError, did_you_mean


def compiled(text: str, *, names: Collection[str], what: str, path: str | None = None, line: int = 1) -> Template:
    """The template of a text with `{{ … }}` in it. Mappings and lists are rendered as JSON, what is missing raises.

    Raises `InputError` with every mistake that shows before anything is rendered: syntax, and names outside `names`.
    `path` and `line` say where the text begins.
    """
    environment = _environment()
    try:
        parsed = environment.parse(text)
        template = environment.from_string(text)
    except TemplateSyntaxError as error:
        raise InputError([_complaint(f"{what}: {error.message}", line=line + error.lineno - 1, path=path)]) from None
    unknown = sorted(meta.find_undeclared_variables(parsed) - set(names) - set(environment.globals))
    if unknown:
        raise InputError(_unknown(name, text, names=list(names), what=what, path=path, first=line) for name in unknown)
    return template


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=_shown, autoescape=False)
    environment.filters["tojson"] = _json
    return environment


def _shown(value: object) -> object:
    if isinstance(value, Mapping | list | tuple):
        return _json(value, indent=2)
    return "" if value is None else value


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str)


def _unknown(name: str, text: str, *, names: Sequence[str], what: str, path: str | None, first: int) -> Complaint:
    line = next((number for number, row in enumerate(text.splitlines(), start=first) if name in row), first)
    known = f" It may use {', '.join(names)}."
    return _complaint(f"{what}: no variable {name!r}.{did_you_mean(name, names) or known}", line=line, path=path)


def _complaint(text: str, *, line: int, path: str | None) -> Complaint:
    return Complaint(text=text, mark=Mark(path=path, line=line) if path else None)
