"""Type annotations of a grader's parameters: in words, as JSON Schema, and with their leaves replaced."""

import collections.abc
import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter


def with_leaves(annotation: Any, leaves: Mapping[Any, Any]) -> Any:
    """The annotation with `str`, `int` and the like replaced wherever they stand in it, mapping keys aside."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is None:
        return leaves.get(annotation, annotation) if isinstance(annotation, type) else annotation
    if origin in (Union, types.UnionType):
        return Union[tuple(with_leaves(each, leaves) for each in arguments)]  # noqa: UP007  - its members are computed
    if origin is Annotated:
        return Annotated[(with_leaves(arguments[0], leaves), *arguments[1:])]
    if _is_mapping(origin):
        return origin[arguments[0], with_leaves(arguments[1], leaves)]
    if _is_list(origin):
        return origin[tuple(with_leaves(each, leaves) for each in arguments)]
    return annotation


def in_words(annotation: Any) -> str:
    """What a parameter wants, for a complaint: "a text or a list of texts"."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return in_words(arguments[0])
    if origin in (Union, types.UnionType):
        members = [in_words(each) for each in arguments if each is not type(None)]
        return " or ".join(dict.fromkeys(members))
    if origin is Literal:
        return "one of " + ", ".join(str(each) for each in arguments)
    if _is_list(origin or annotation):
        inner = in_words(arguments[0]) if arguments else "a value"
        return f"a list of {_PLURALS.get(inner, inner)}"
    if _is_mapping(origin or annotation):
        return "a mapping"
    return _WORDS.get(annotation, "a value") if isinstance(annotation, type) else "a value"


def editor_schema(annotation: Any) -> dict[str, Any]:
    """JSON Schema of what an author may write; a number where text is wanted is one of them."""
    schema = TypeAdapter(annotation).json_schema()
    # A schema that refers to definitions of its own cannot stand inside another one.
    return {} if "$defs" in schema else _widened(schema)


def _widened(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_widened(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "string" and not {"enum", "const"} & schema.keys():
        return {**schema, "type": ["string", "number", "boolean"]}
    return {key: value if key == "default" else _widened(value) for key, value in schema.items()}


def _is_list(origin: Any) -> bool:
    kinds = (list, tuple, set, frozenset, collections.abc.Sequence, collections.abc.Collection, collections.abc.Set)
    return origin in (*kinds, collections.abc.Iterable)


def _is_mapping(origin: Any) -> bool:
    return origin in (dict, collections.abc.Mapping)


_WORDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", type(None): "nothing"}
_PLURALS = {
    "a text": "texts",
    "a whole number": "whole numbers",
    "a number": "numbers",
    "a value": "values",
    "a mapping": "mappings",
}
