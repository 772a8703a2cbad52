"""Fingerprints: the same for the same things, and for nothing else."""

import subprocess
import sys
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.cases import read_case_file
from evalsuite.codec.fingerprint import expectations_fingerprint, fingerprint, script_fingerprint
from evalsuite.domain.case import Case, GraderSpec, ScriptedMessage, Seen

CASE = Case(
    id="a",
    messages=(ScriptedMessage(role="user", text="hi", expect=(GraderSpec(name="says", argument="x"),)),),
    context={"now": "2026-03-02", "n": 1.5},
    cohort="vip",
    expect=(GraderSpec(name="polite", bare=True),),
)


def test_it_has_16_hex_digits():
    assert len(fingerprint("a")) == 16
    assert int(fingerprint("a"), 16) >= 0


def test_it_is_the_same_in_another_process():
    call = "fingerprint('a', {'b': 1.5, 'c': {'x', 'y'}}, None)"
    code = f"from evalsuite.codec.fingerprint import fingerprint; print({call})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == fingerprint("a", {"b": 1.5, "c": {"x", "y"}}, None)


def test_it_stays_what_runs_on_disk_hold():
    # A change here makes every run and baseline stale.
    assert fingerprint("a", {"b": [1, 2.5, None, True]}) == "7fb2687a51056dbd"
    assert script_fingerprint(CASE) == "486a54d8a7bbb7a1"
    assert expectations_fingerprint(CASE) == "67c2bf66d5bfae3f"


def test_the_order_of_keys_does_not_matter():
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})


def test_parts_do_not_run_together():
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert fingerprint(["a"], []) != fingerprint([], ["a"])


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_other_texts_have_other_fingerprints(one, other):
    assert (fingerprint(one) == fingerprint(other)) == (one == other)


def test_a_field_added_at_its_default_changes_nothing():
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Before:
        name: str

    @dataclass(frozen=True, slots=True, kw_only=True)
    class After:
        name: str
        added: int = 0

    assert fingerprint(Before(name="a")) == fingerprint(After(name="a"))
    assert fingerprint(After(name="a", added=1)) != fingerprint(After(name="a"))


@pytest.mark.parametrize("part", [object(), b"bytes", {1: "a"}, [object()]], ids=["object", "bytes", "key", "inside"])
def test_what_has_no_canonical_form_is_refused(part):
    with pytest.raises(TypeError, match="cannot take a fingerprint"):
        fingerprint(part)


@pytest.mark.parametrize(
    "change",
    [{"id": "b"}, {"title": "x"}, {"tags": ("x",)}, {"owner": "x"}, {"seen": Seen(count=3)}, {"severity": "high"}],
    ids=str,
)
def test_what_is_said_about_a_case_is_in_neither(change):
    changed = replace(CASE, **change)

    assert script_fingerprint(changed) == script_fingerprint(CASE)
    assert expectations_fingerprint(changed) == expectations_fingerprint(CASE)


@pytest.mark.parametrize(
    "change",
    [
        {"messages": (replace(CASE.messages[0], text="ho"),)},
        {"messages": (*CASE.messages, ScriptedMessage(role="assistant", text="hi"))},
        {"context": {}},
        {"cohort": None},
        {"language": "es"},
        {"tools": {"x": ()}},
    ],
    ids=str,
)
def test_what_the_assistant_is_put_through_is_in_the_script_alone(change):
    changed = replace(CASE, **change)

    assert script_fingerprint(changed) != script_fingerprint(CASE)
    assert expectations_fingerprint(changed) == expectations_fingerprint(CASE)


@pytest.mark.parametrize(
    "change",
    [
        {"messages": (replace(CASE.messages[0], expect=()),)},
        {"expect": ()},
        {"expect": (GraderSpec(name="polite", label="l", bare=True),)},
        {"graders": {"tone": {"off": "quoted"}}},
        {"id_patterns": {"order": "ORD"}},
    ],
    ids=str,
)
def test_what_replies_are_held_to_is_in_the_expectations_alone(change):
    changed = replace(CASE, **change)

    assert script_fingerprint(changed) == script_fingerprint(CASE)
    assert expectations_fingerprint(changed) != expectations_fingerprint(CASE)


def test_two_ways_of_writing_the_same_case_have_one_fingerprint():
    short = b"- {id: a, messages: [{user: hi}], tools: {x: {result: 1}}, expect: [says: x]}"
    long = b"""\
- id: a
  expect: [{'says': x}]
  tools: {x: [{given: {}, exact: false, result: 1}]}
  messages:
    - user: hi
"""
    (one,), (other,) = read_case_file("x", short)[0], read_case_file("y", long)[0]

    assert script_fingerprint(one.case) == script_fingerprint(other.case)
    assert expectations_fingerprint(one.case) == expectations_fingerprint(other.case)
