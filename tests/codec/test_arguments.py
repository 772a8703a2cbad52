"""What YAML gives a grader, held against its function's parameters."""

# ruff: noqa: E501  - complaints stand here on one line, as they are told

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.arguments import ArgumentsError, arguments_schema, bind_arguments
from evalsuite.domain.case import GraderSpec

if TYPE_CHECKING:
    from nowhere import Context, Knowledge


def says(context: Context, *, knowledge: Knowledge, text: str | list[str], case_sensitive: bool = False) -> None: ...
def at_most(*, limit: float, calls: int = 0, how: Literal["all", "any"] = "all") -> None: ...
def calls(*, name: str, arguments: Mapping[str, Any] | None = None, order: Sequence[list[int]] = ()) -> None: ...
def polite(context: Context) -> None: ...
def unannotated(context, *, order_id, **rest): ...
def words(*, one: tuple[str, ...], other: str | int = 0, near: Annotated[float, "share"] = 1.0) -> None: ...


def bind(function, **spec):
    return bind_arguments(function, GraderSpec(name="g", **spec), reserved=["knowledge"])


def problems(function, **spec):
    with pytest.raises(ArgumentsError) as raised:
        bind(function, **spec)
    return raised.value.problems


def test_an_argument_goes_to_the_first_parameter_that_is_not_reserved():
    assert bind(says, argument="hi") == {"text": "hi"}


def test_parameters_go_by_name():
    given_parameters = {"text": ["a", "b"], "case_sensitive": True}

    assert bind(says, parameters=given_parameters) == given_parameters


def test_a_bare_name_gives_nothing():
    assert bind(polite, bare=True) == {}


@pytest.mark.parametrize(
    ("argument", "text"), [(4421, "4421"), (99.5, "99.5"), (True, "true"), ([1, "100.50"], ["1", "100.50"])], ids=str
)
def test_numbers_and_booleans_become_text_where_text_is_wanted(argument, text):
    assert bind(says, argument=argument) == {"text": text}


@pytest.mark.parametrize(("argument", "number"), [(5, 5.0), (1.5, 1.5), ("100.50", 100.5), ("+5", 5.0), ("0x1F", 31.0)])
def test_a_number_in_an_unusual_form_is_one_where_a_number_is_wanted(argument, number):
    assert bind(at_most, argument=argument) == {"limit": number}


@pytest.mark.parametrize("argument", ["5", "five", True, None, [1], "1e5", "nan"], ids=repr)
def test_nothing_else_is_a_number(argument):
    told = problems(at_most, parameters={"limit": argument})

    assert told[0][0] == ("limit",)
    assert told[0][1].startswith("'limit' wants a number; found ")


@pytest.mark.parametrize(("written", "flag"), [(True, True), (False, False), ("True", True), ("FALSE", False)])
def test_every_yaml_boolean_is_one(written, flag):
    assert bind(says, parameters={"text": "a", "case_sensitive": written})["case_sensitive"] is flag


@pytest.mark.parametrize("written", ["yes", "on", 1, 0, "", None], ids=repr)
def test_nothing_else_is_a_boolean(written):
    ((path, text),) = problems(says, parameters={"text": "a", "case_sensitive": written})

    assert path == ("case_sensitive",)
    assert text.startswith("'case_sensitive' wants true or false; found ")


def test_a_value_that_fits_as_it_is_is_not_converted():
    assert bind(words, parameters={"one": ["a"], "other": 5}) == {"one": ("a",), "other": 5}
    assert bind(words, parameters={"one": [], "other": "100.50", "near": 1}) == {
        "one": (),
        "other": "100.50",
        "near": 1.0,
    }


def test_anything_goes_where_nothing_is_said():
    assert bind(unannotated, parameters={"order_id": {"a": [1]}, "more": 2}) == {"order_id": {"a": [1]}, "more": 2}


@pytest.mark.parametrize(
    ("function", "spec", "told"),
    [
        (says, {"bare": True}, [((), "'g' needs 'text', a text or a list of texts.")]),
        (says, {"argument": {"a": 1}}, [(("text",), "'text' wants a text or a list of texts; found a mapping.")]),
        (says, {"argument": ["a", {}]}, [(("text", 1), "'text' wants a text or a list of texts; found a mapping at text[1].")]),
        (says, {"parameters": {"text": "a", "case_sensitiv": True}}, [(("case_sensitiv",), "'g' takes no 'case_sensitiv'. Did you mean 'case_sensitive'?")]),
        (says, {"parameters": {"text": "a", "knowledge": 1}}, [(("knowledge",), "'g' takes no 'knowledge'. Known: case_sensitive, text.")]),
        (polite, {"argument": 5}, [((), "'g' takes nothing; found the number 5.")]),
        (polite, {"parameters": {"a": 5}}, [(("a",), "'g' takes no 'a'.")]),
        (at_most, {"parameters": {"limit": 1, "how": "al"}}, [(("how",), "'how' wants one of all, any; found the text 'al'.")]),
        (at_most, {"parameters": {"limit": 1, "calls": 1.5}}, [(("calls",), "'calls' wants a whole number; found the number 1.5.")]),
        (calls, {"parameters": {"name": "x", "order": [[1], [2, "x"]]}}, [(("order", 1, 1), "'order' wants a list of a list of whole numbers; found the text 'x' at order[1][1].")]),
        (calls, {"parameters": {"arguments": [1]}}, [(("arguments",), "'arguments' wants a mapping; found a list."), ((), "'g' needs 'name', a text.")]),
    ],
    ids=lambda value: None if callable(value) else str(value)[:40],
)  # fmt: skip
def test_all_that_does_not_fit_is_told(function, spec, told):
    assert problems(function, **spec) == told


def test_a_wrapped_function_is_read_by_its_own_parameters():
    @functools.wraps(says)
    def wrapper(*args, **kwargs): ...

    assert bind(wrapper, argument="a") == {"text": "a"}
    assert bind(functools.partial(at_most, calls=3), argument=2) == {"limit": 2.0}


def test_an_annotation_that_cannot_be_read_is_the_authors_mistake():
    def broken(*, text: Context) -> None: ...

    with pytest.raises(TypeError, match="annotations of 'broken' cannot be read"):
        bind(broken, argument="a")


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x), max_leaves=5))  # fmt: skip
def test_a_binding_gives_what_the_annotation_says_or_is_refused(value):
    for function, kinds in ((says, (str, list)), (at_most, (float,)), (calls, (str,))):
        try:
            (bound,) = bind(function, argument=value).values()
        except ArgumentsError:
            continue

        assert isinstance(bound, kinds)


def test_the_schema_names_parameters_and_widens_texts():
    schema = arguments_schema(says, reserved=["knowledge"])

    assert schema == {
        "type": "object",
        "properties": {
            "text": {
                "anyOf": [
                    {"type": ["string", "number", "boolean"]},
                    {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
                ]
            },
            "case_sensitive": {"type": "boolean"},
        },
        "additionalProperties": False,
        "required": ["text"],
        "x-first": "text",
    }
