"""JSON Schema of case files, short forms included, so that editors complete and check them."""

import inspect
from collections.abc import Callable, Collection, Mapping
from typing import Any, get_args

from evalsuite.codec.arguments import arguments_schema
from evalsuite.codec.customers import PATIENCE
from evalsuite.domain.vocabulary import CaseSeverity, Difficulty, Origin

Schema = dict[str, Any]


def case_schema(graders: Mapping[str, Callable[..., Any]], *, reserved: Collection[str] = ()) -> Schema:
    """JSON Schema (2020-12) of a case file, given the functions behind the graders' names.

    It accepts all that the reader of case files accepts, and refuses most of what that refuses; `reserved` are
    parameters that YAML cannot set.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "evalsuite cases",
        "type": "array",
        "items": {"$ref": "#/$defs/case"},
        "$defs": {
            "text": {"type": ["string", "number", "boolean"]},
            "texts": {"anyOf": [{"$ref": "#/$defs/text"}, {"type": "array", "items": {"$ref": "#/$defs/text"}}]},
            "case": {
                **_object(_case(), required=["id"]),
                "oneOf": [{"required": ["messages"]}, {"required": ["customer"]}],
            },
            "message": _MESSAGE,
            "fixture": _FIXTURE,
            "expect": {"type": "array", "items": {"$ref": "#/$defs/grader"}},
            "grader": {"anyOf": _graders(graders, reserved)},
            "switch": {"anyOf": [_OFF, {"type": "object", "not": {"required": ["off"]}}]},
        },
    }


def _object(properties: Schema, *, required: list[str] | None = None) -> Schema:
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def _described(description: str, schema: Schema) -> Schema:
    return {"description": description, **schema}


def _blank(description: str, schema: Schema) -> Schema:
    """A field that may be left empty, as in `owner:`."""
    return {"description": description, "anyOf": [schema, {"type": "null"}]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _case() -> Schema:
    anything: Schema = {"type": "object"}
    return {
        "id": _described(
            "Names the case in reports and baselines; a text, unique over all files.",
            {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[^\[\]\x00-\x1f]+$"},
        ),
        "title": _blank("What the case is about, in a line for people.", _ref("text")),
        "tags": _blank("Words to select cases by.", _ref("texts")),
        "cohort": _blank("The kind of customer: a persona in graders/personas.yaml.", _ref("text")),
        "cohorts": _described(
            "Makes one case for each of these cohorts; siblings are one statistical unit.", _ref("texts")
        ),
        "difficulty": _blank("How hard it is for an assistant.", {"enum": list(get_args(Difficulty))}),
        "severity": _blank("How bad a failure is.", {"enum": list(get_args(CaseSeverity))}),
        "owner": _blank("Whom to ask about the case.", _ref("text")),
        "origin": _blank("Where the case comes from.", {"enum": list(get_args(Origin))}),
        "source": _blank("A keyed hash of where the case came from; never a ticket's id.", _ref("text")),
        "cluster": _blank("Cases of one cluster are one statistical unit.", _ref("text")),
        "context": _blank("What the assistant is told of the customer and the day.", anything),
        "messages": _described("The script: what the customer says, in order.", _MESSAGES),
        "customer": _described("A customer that a model plays, instead of a script.", _CUSTOMER),
        "tools": _described("What each tool answers in this case.", _TOOLS),
        "expect": _described("Graders of the whole conversation.", _ref("expect")),
        "graders": _described(
            "Switches and parameters of standing graders for this case; `off` wants the reason.",
            {"type": "object", "additionalProperties": _ref("switch")},
        ),
        "language": _blank("The language of the conversation, such as en.", _ref("text")),
        "review_by": _blank(
            "The day by which a person should look at the case again.", {"type": "string", "format": "date"}
        ),
        "train_ok": _blank("False where the case must not get into training data.", {"type": "boolean"}),
        "failure": _blank("What went wrong in the ticket the case was made of.", _ref("texts")),
        "seen": _blank("How often, and when, the failure was seen.", _SEEN),
        "bad_reply": _blank("The reply that the ticket is about.", _ref("text")),
        "blamed": _blank("The words of the bad reply that were complained of; all of it where left out.", _ref("text")),
        "bad_calls": _blank("The tool calls made before the bad reply, in order.", _CALLS),
        "good_reply": _blank("A reply that would have been right.", _ref("text")),
        "good_calls": _blank("The tool calls to be made before the right reply, in order.", _CALLS),
        "id_patterns": _blank(
            "Regular expressions of ids that hold for this case alone, by kind.",
            {"type": "object", "additionalProperties": _ref("text")},
        ),
    }


def _graders(graders: Mapping[str, Callable[..., Any]], reserved: Collection[str]) -> list[Schema]:
    """The forms of an entry; any grader goes where none is known."""
    if not graders:
        label = {"properties": {"label": _ref("text")}, "required": ["label"]}
        alone = {"type": "object", "minProperties": 1, "maxProperties": 1, "not": {"required": ["label"]}}
        return [{"type": "string"}, alone, {"type": "object", "minProperties": 2, "maxProperties": 2, **label}]
    parameters = {name: arguments_schema(function, reserved=reserved) for name, function in sorted(graders.items())}
    bare = [name for name, schema in parameters.items() if "required" not in schema]
    entries = [_entry(name, graders[name], schema) for name, schema in parameters.items()]
    return [{"enum": bare}, *entries] if bare else entries


def _entry(name: str, function: Callable[..., Any], parameters: Schema) -> Schema:
    """`{name: argument}` or `{name: {parameter: value}}`, with a label beside it."""
    first = parameters.pop("x-first", None)
    forms: list[Schema] = [parameters]
    if first is not None:
        forms.append({"allOf": [{"not": {"type": "object"}}, parameters["properties"][first]]})
    if not parameters.get("required"):
        forms.append({"type": "null"})
    words = (inspect.getdoc(function) or "").strip().split("\n\n")[0].replace("\n", " ")
    label = _described("The name its verdict stands under.", _ref("text"))
    schema = _object({name: {"anyOf": forms}, "label": label}, required=[name])
    return _described(words, schema) if words else schema


_TEXT = _ref("text")
_MESSAGE: Schema = {
    "anyOf": [
        _object(
            {
                "user": _described("What the customer says.", _TEXT),
                "expect": _described("Graders of the reply to this message.", _ref("expect")),
            },
            required=["user"],
        ),
        _object(
            {"assistant": _described("A reply that the case gives instead of asking for one.", _TEXT)},
            required=["assistant"],
        ),
    ]
}
_MESSAGES: Schema = {
    "type": "array",
    "items": _ref("message"),
    "contains": {"type": "object", "required": ["user"]},
}
_ANSWERS: Schema = {
    "result": _described("The tool's answer.", {}),
    "results": _described("Answers used up in order, one a call.", {"type": "array", "minItems": 1}),
    "error": _described("A declared failure, given instead of a result.", _TEXT),
}
_FIXTURE: Schema = {
    **_object(
        {
            "given": _described("Arguments a call must have for this to answer it.", {"type": "object"}),
            "exact": _described("True where a call may have no other arguments.", {"type": "boolean"}),
            **_ANSWERS,
        }
    ),
    "oneOf": [{"required": [name]} for name in _ANSWERS],
}
_TOOLS: Schema = {
    "type": "object",
    "additionalProperties": {
        "anyOf": [_ref("fixture"), {"type": "array", "items": _ref("fixture")}, {"type": "null"}],
    },
}
_CUSTOMER = _object(
    {
        "goal": _described("What it wants, as it would say it to itself.", _TEXT),
        "mood": _blank("How it feels about it.", _TEXT),
        "patience": _blank(
            "Messages it writes at the most.",
            {"anyOf": [{"type": "integer", "minimum": 1}, {"enum": list(PATIENCE)}]},
        ),
        "knows": _blank("All it can tell when asked.", _ref("texts")),
        "does_not_know": _blank("What it must not give away.", _ref("texts")),
        "opens": _blank("Its first message, word for word.", _TEXT),
    },
    required=["goal"],
)
_SEEN = _object(
    {
        "count": {"type": "integer", "minimum": 1},
        "first": {"anyOf": [_TEXT, {"type": "null"}]},
        "last": {"anyOf": [_TEXT, {"type": "null"}]},
    }
)
_CALLS: Schema = {
    "type": "array",
    "items": {
        "anyOf": [
            {"type": "string", "minLength": 1},
            {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": {"type": "object"}},
        ]
    },
}
_OFF = _object(
    {"off": _described("Why it is off for this case.", {"type": "string", "minLength": 1})}, required=["off"]
)
