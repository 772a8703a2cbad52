"""What YAML gives a grader, held against the parameters of the function behind it."""

import inspect
import sys
import typing
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BeforeValidator, PydanticSchemaGenerationError, Strict, TypeAdapter, ValidationError

from evalsuite.codec.annotations import editor_schema, in_words, with_leaves
from evalsuite.codec.nodes import canonical, found_value, number
from evalsuite.domain.case import GraderSpec, Step
from evalsuite.errors import did_you_mean

Problem = tuple[tuple[Step, ...], str]


class ArgumentsError(ValueError):
    """What YAML gives does not fit the function."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        """Paths into the grader's parameters (empty for the entry as a whole), each with what is wrong there."""
        super().__init__(" ".join(text for _, text in self.problems))


def bind_arguments(function: Callable[..., Any], spec: GraderSpec, *, reserved: Collection[str] = ()) -> dict[str, Any]:
    """The keyword arguments that a spec gives to a function's keyword-only parameters.

    The spec's `argument` goes to the first of them that is not reserved. Values are checked against the annotations:
    a number or boolean becomes text where only text will do, and a text such as "100.50" becomes the number it is in
    YAML where only a number will do; nothing else is converted. Raises `ArgumentsError` with all that is wrong.
    """
    signature = _signature(function, frozenset(reserved))
    given = _given(signature, spec)
    problems: list[Problem] = []
    bound: dict[str, Any] = {}
    for name, value in given.items():
        parameter = signature.parameters.get(name)
        if parameter is not None:
            try:
                bound[name] = parameter.strict.validate_python(value)
            except ValidationError:
                bound[name] = _convert(parameter, value, problems)
        elif signature.open:
            bound[name] = value
        else:
            problems.append(((name,), f"{spec.name!r} takes no {name!r}.{did_you_mean(name, [*signature.parameters])}"))
    for name, parameter in signature.parameters.items():
        if parameter.required and name not in given:
            problems.append(((), f"{spec.name!r} needs {name!r}, {parameter.wanted}."))
    if problems:
        raise ArgumentsError(problems)
    return bound


def arguments_schema(function: Callable[..., Any], *, reserved: Collection[str] = ()) -> dict[str, Any]:
    """JSON Schema of the mapping that YAML may give the function.

    Its `x-first` names the parameter that a short form's argument goes to, where there is one.
    """
    signature = _signature(function, frozenset(reserved))
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: editor_schema(parameter.annotation) for name, parameter in signature.parameters.items()},
        "additionalProperties": signature.open,
    }
    required = [name for name, parameter in signature.parameters.items() if parameter.required]
    if required:
        schema["required"] = required
    if signature.parameters:
        schema["x-first"] = next(iter(signature.parameters))
    return schema


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parameter:
    name: str
    annotation: Any
    required: bool
    strict: TypeAdapter[Any]
    lax: TypeAdapter[Any]
    wanted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signature:
    parameters: Mapping[str, _Parameter]
    open: bool
    """True where the function takes any other keyword too."""


# Reading a signature and building its adapters costs milliseconds, binding by them microseconds.
@lru_cache(maxsize=1024)
def _signature(function: Callable[..., Any], reserved: frozenset[str]) -> _Signature:
    parameters = inspect.signature(function).parameters.values()
    wanted = [each for each in parameters if each.kind is each.KEYWORD_ONLY and each.name not in reserved]
    hints = _hints(function, {each.name: each.annotation for each in wanted if each.annotation is not each.empty})
    return _Signature(
        parameters={
            each.name: _parameter(each.name, hints.get(each.name, Any), each.default is each.empty) for each in wanted
        },
        open=any(each.kind is each.VAR_KEYWORD for each in parameters),
    )


def _hints(function: Callable[..., Any], annotations: Mapping[str, Any]) -> Mapping[str, Any]:
    """The annotations as types. Those of other parameters may name what is imported for type checkers only."""

    def holder() -> None: ...

    holder.__annotations__ = dict(annotations)
    inner = inspect.unwrap(function)
    inner = getattr(inner, "func", inner)
    names = getattr(inner, "__globals__", None) or vars(sys.modules[inner.__module__])
    try:
        return typing.get_type_hints(holder, globalns=names, include_extras=True)
    except NameError as error:
        raise TypeError(f"the annotations of {inner.__name__!r} cannot be read: {error}") from error


def _parameter(name: str, annotation: Any, required: bool) -> _Parameter:
    try:
        strict, lax = TypeAdapter(with_leaves(annotation, _STRICT)), TypeAdapter(with_leaves(annotation, _LAX))
    except PydanticSchemaGenerationError as error:
        raise TypeError(f"the parameter {name!r} cannot be given from YAML: {error.message}") from error
    return _Parameter(
        name=name, annotation=annotation, required=required, strict=strict, lax=lax, wanted=in_words(annotation)
    )


def _as_text(value: Any) -> Any:
    return canonical(value) if isinstance(value, bool | int | float) else value


def _as_number(value: Any) -> Any:
    read = number(value) if isinstance(value, str) else None
    # A quoted "5" is text; "100.50" is how an unquoted 100.50 arrives, since it could have been meant as text.
    return value if read is None or canonical(read) == value else read


def _as_flag(value: Any) -> Any:
    return (
        {"True": True, "TRUE": True, "False": False, "FALSE": False}.get(value, value)
        if isinstance(value, str)
        else value
    )


_STRICT = {kind: Annotated[kind, Strict()] for kind in (str, int, float, bool)}
_LAX = {
    str: Annotated[str, BeforeValidator(_as_text)],
    int: Annotated[int, Strict(), BeforeValidator(_as_number)],
    float: Annotated[float, Strict(), BeforeValidator(_as_number)],
    bool: Annotated[bool, Strict(), BeforeValidator(_as_flag)],
}


def _given(signature: _Signature, spec: GraderSpec) -> Mapping[str, Any]:
    if spec.bare:
        return {}
    if spec.parameters or spec.argument is None:
        return spec.parameters
    first = next(iter(signature.parameters), None)
    if first is None:
        raise ArgumentsError([((), f"{spec.name!r} takes nothing; found {found_value(spec.argument)}.")])
    return {first: spec.argument}


def _convert(parameter: _Parameter, value: Any, problems: list[Problem]) -> Any:
    try:
        return parameter.lax.validate_python(value)
    except ValidationError as error:
        path, at = _deepest(error, value)
        place = parameter.name + "".join(f"[{step!r}]" for step in path)
        there = f" at {place}" if path else ""
        text = f"{parameter.name!r} wants {parameter.wanted}; found {found_value(at)}{there}."
        problems.append(((parameter.name, *path), text))
        return None


def _deepest(error: ValidationError, value: Any) -> tuple[tuple[Step, ...], Any]:
    """The deepest place inside the value that an error is about, and what stands there."""
    best: tuple[tuple[Step, ...], Any] = ((), value)
    for each in error.errors(include_url=False, include_context=False, include_input=False):
        path: list[Step] = []
        at: Any = value
        for step in each["loc"]:
            # Steps that are in the value are places; the others are names of a union's members.
            inside = (
                isinstance(step, int) and step < len(at)
                if isinstance(at, list)
                else isinstance(at, dict) and step in at
            )
            if inside:
                at = at[step]
                path.append(step)
        if len(path) > len(best[0]):
            best = (tuple(path), at)
    return best
