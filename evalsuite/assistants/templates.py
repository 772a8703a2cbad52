"""Jinja2 texts of a definition, compiled once and never given anything to reach out with."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from evalsuite.domain.case import Mark
from evalsuite.errors import Complaint, InputError, did_you_mean
from evalsuite.models.failures import failed, quoted, visible


class Template:
    """A text with `{{ … }}` in it. Mappings and lists are rendered as JSON.

    Raises `InputError` with every mistake that shows before anything is rendered: syntax, and names outside `names`.
    """

    def __init__(self, text: str, *, names: Sequence[str], what: str, path: str | None = None) -> None:
        self._what = what
        environment = _environment()
        try:
            parsed = environment.parse(text)
            unknown = sorted(meta.find_undeclared_variables(parsed) - set(names) - set(environment.globals))
            complaints = [_unknown(name, text=text, names=names, what=what, path=path) for name in unknown]
            self._template = environment.from_string(text)
        except TemplateSyntaxError as error:
            raise InputError([_complaint(f"{what}: {error.message}", line=error.lineno, path=path)]) from None
        if complaints:
            raise InputError(complaints)

    def render(self, values: Mapping[str, Any], *, case_id: str) -> str:
        """The text with the values in it. Raises `ModelError` (crashed) where a case lacks what the text names."""
        try:
            return self._template.render(values)
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise failed(
                "crashed",
                f"{self._what} cannot be rendered for case {quoted(case_id, 80)}: {visible(str(error))}. "
                "Give the case that context, or say `{% if … is defined %}`",
            ) from error


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


def _unknown(name: str, *, text: str, names: Sequence[str], what: str, path: str | None) -> Complaint:
    line = next((number for number, row in enumerate(text.splitlines(), start=1) if name in row), 1)
    known = f" It may use {', '.join(names)}."
    return _complaint(f"{what}: no variable {name!r}.{did_you_mean(name, names) or known}", line=line, path=path)


def _complaint(text: str, *, line: int, path: str | None) -> Complaint:
    return Complaint(text=text, mark=Mark(path=path, line=line) if path else None)
