"""The graders there are, each as a person meets it: name, parameters, codes, one line."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from evalsuite.domain.vocabulary import Severity
from evalsuite.graders.registry import BUILT_IN, RESERVED

if TYPE_CHECKING:
    from evalsuite.graders.registry import Definition, Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    name: str
    required: bool
    default: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    name: str
    about: str
    """Its first sentence; empty where its function has none."""
    parameters: tuple[Parameter, ...] = ()
    codes: Mapping[str, Severity] = field(default_factory=dict)
    """Codes of its findings; empty where it does not declare them."""
    path: str = ""
    """The workspace file it stands in; empty for a built-in one."""


def listed(registry: Registry) -> list[Listed]:
    """Every grader by name, built-in ones and the workspace's own."""
    return [_listed(registry.definition(name)) for name in registry.names()]


def signature(one: Listed) -> str:
    """`calls(name, arguments, succeeds)`: what is optional stands in brackets."""
    names = [parameter.name if parameter.required else f"[{parameter.name}]" for parameter in one.parameters]
    return f"{one.name}({', '.join(names)})" if names else one.name


def _listed(definition: Definition) -> Listed:
    taken = inspect.signature(definition.factory).parameters.values()
    return Listed(
        name=definition.name,
        about=" ".join((inspect.getdoc(definition.factory) or "").split("\n\n", maxsplit=1)[0].split()),
        parameters=tuple(
            Parameter(
                name=one.name,
                required=one.default is inspect.Parameter.empty,
                default=None if one.default is inspect.Parameter.empty else one.default,
            )
            for one in taken
            if one.kind is inspect.Parameter.KEYWORD_ONLY and one.name not in RESERVED
        ),
        codes=_codes(definition.name) if not definition.path else {},
        path=definition.path,
    )


def _codes(name: str) -> Mapping[str, Severity]:
    """A module with one grader declares CODES, one with several CODES_OF by grader."""
    module = import_module(BUILT_IN[name])
    own: Mapping[str, Severity] = getattr(module, "CODES", {})
    of_each: Mapping[str, Mapping[str, Severity]] = getattr(module, "CODES_OF", {})
    return of_each.get(name, own)
