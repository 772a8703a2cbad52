"""The schema of case files says of a file what the reader says of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.cases import CASE_KEYS, read_case_file
from evalsuite.codec.nodes import value_of
from evalsuite.codec.schema import case_schema
from evalsuite.codec.yaml_text import read_yaml
from evalsuite.graders.registry import RESERVED
from evalsuite.workspace import open_workspace

ROOT = Path(__file__).parent.parent.parent
jsonschema = pytest.importorskip("jsonschema", reason="needs the jsonschema package")


def says(*, text: str | list[str], case_sensitive: bool = False) -> None:
    """Some reply says it."""


def calls(*, name: str, arguments: Mapping[str, Any] | None = None) -> None: ...
def polite() -> None: ...


GRADERS = {"says": says, "calls": calls, "polite": polite}
VALIDATOR = jsonschema.Draft202012Validator(case_schema(GRADERS))

SOUND = """\
- id: a
  title: 12
  owner:
  tags: smoke
  difficulty: tricky
  cohorts: [x, y]
  context: {customer: {id: C-1}, now: 2026-03-02}
  messages:
    - user: 100.50
      expect: [polite, polite: , {says: 4421}, {says: [a, 5]}, {says: {text: a}, label: l}]
    - assistant: Hello
  tools: {x: {result: 1}, y: [{given: {a: 1}, exact: true, results: [1]}, {error: no}], z: }
  expect:
    - calls: {name: x, arguments: {a: 1}}
    - calls: x
  graders: {tone: {off: quoted}, ids: {kinds: [order]}}
  review_by: 2026-03-02
  train_ok: true
  failure: wrong_tone
  seen: {count: 2, first: 2026-01-01}
  id_patterns: {order: ORD-1}
- {id: b, messages: [user: hi], cohort: vip, severity: high, origin: live, source: x, cluster: y, language: en}
"""


def fits(text):
    return VALIDATOR.is_valid(value_of(read_yaml("x.yaml", text.encode()).root))


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(case_schema(GRADERS))
    jsonschema.Draft202012Validator.check_schema(case_schema({}))


def test_it_knows_every_key_of_a_case():
    assert case_schema(GRADERS)["$defs"]["case"]["properties"].keys() == set(CASE_KEYS)


def test_it_accepts_all_short_forms_as_the_reader_does():
    _, complaints = read_case_file("x.yaml", SOUND.encode())

    assert not complaints
    assert fits(SOUND)


@pytest.mark.parametrize(
    "body",
    [
        "titel: x",
        "tags: {a: b}",
        "difficulty: tricki",
        "train_ok: 'yes'",
        "expect: {says: x}",
        "expect: [7]",
        "expect: [{says: x, calls: y}]",
        "expect: [{label: x}]",
        "graders: {tone: off}",
        "graders: {tone: {off: }}",
        "tools: {x: {given: {}}}",
        "tools: {x: {result: 1, error: y}}",
        "tools: {x: [5]}",
        "seen: {count: 0}",
        "context: [x]",
    ],
)
def test_it_refuses_what_the_reader_refuses(body):
    text = f"- id: a\n  messages: [{{user: hi}}]\n  {body}"
    _, complaints = read_case_file("x.yaml", text.encode())

    assert complaints
    assert not fits(text)


@pytest.mark.parametrize("message", ["hi", "{assistent: x}", "{user: a, assistant: b}", "{assistant: b}", "{user: }"])
def test_it_refuses_messages_the_reader_refuses(message):
    text = f"- id: a\n  messages: [{message}]\n"
    _, complaints = read_case_file("x.yaml", text.encode())

    assert complaints
    assert not fits(text)


@pytest.mark.parametrize(
    "entry", ["sais", "{sais: x}", "says", "{says: }", "{says: {txt: x}}", "{polite: 5}", "{calls: [x]}"]
)
def test_it_knows_the_graders_and_their_parameters(entry):
    assert not fits(f"- id: a\n  messages: [{{user: hi}}]\n  expect: [{entry}]")


def test_every_case_of_this_repository_fits_it():
    workspace = open_workspace(ROOT, environment={}, options={})
    graders = {name: workspace.registry.definition(name).factory for name in workspace.registry.names()}
    validator = jsonschema.Draft202012Validator(case_schema(graders, reserved=RESERVED))
    files = workspace.case_files()

    assert files
    for file in files:
        values = value_of(read_yaml(file.name, file.read_bytes()).root)
        assert [error.message for error in validator.iter_errors(values)] == []


def test_it_describes_graders_in_their_own_words():
    entries = case_schema(GRADERS)["$defs"]["grader"]["anyOf"]

    assert any(entry.get("description") == "Some reply says it." for entry in entries)


_keys = st.sampled_from(
    ["title", "tags", "cohort", "difficulty", "context", "tools", "expect", "graders", "seen", "owner"]
)
_values = st.recursive(
    st.sampled_from(["x", "says", "tricky", 5, True, None]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["says", "given", "result", "off", "count", "text", "label"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def _flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return "null" if value is None else str(value).lower()


@given(st.dictionaries(_keys, _values, max_size=2))
def test_what_the_reader_refuses_beside_graders_the_schema_refuses(fields):
    """And the other way round; what a grader takes is checked where it is bound, so any grader goes here."""
    text = _flow([{"id": "a", "messages": [{"user": "hi"}], **fields}])
    _, complaints = read_case_file("x.yaml", text.encode())
    validator = jsonschema.Draft202012Validator(case_schema({}))

    assert validator.is_valid(value_of(read_yaml("x", text.encode()).root)) == (not complaints)
