import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.records import dump, load, plain, unplain
from evalsuite.domain.conversation import Message, ToolCall, Transcript
from evalsuite.domain.run import AssistantCard, Run, Trial

texts = st.text(st.characters(codec=None, categories=("L", "N", "P", "S", "Z", "C")))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(text=st.none() | texts, arguments=st.dictionaries(texts, values, max_size=3))
def test_a_trial_comes_back_as_it_was_whatever_its_texts(text, arguments):
    call = ToolCall(id="1", name="x", arguments=arguments)
    trial = Trial(
        case_id="a",
        transcript=Transcript(messages=(Message(role="assistant", text=text, tool_calls=(call,), extra=arguments),)),
    )

    line = dump(trial)

    assert b"\n" not in line
    assert load(Trial, line) == trial
    assert json.loads(line)["case_id"] == "a"


def test_fields_at_their_default_are_left_out():
    assert dump(Message(role="user", text="hi")) == b'{"role":"user","text":"hi"}'


def test_a_field_of_a_later_version_is_passed_over():
    assert load(Message, b'{"role":"user","text":"hi","mood":"fine"}') == Message(role="user", text="hi")


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b'{"role":"nobody"}', b"\x00", b'{"text":"hi"}'])
def test_a_line_of_another_shape_is_refused(line):
    with pytest.raises(ValueError, match="validation error"):
        load(Message, line)


def test_a_manifest_keeps_its_time():
    run = Run(
        id="r",
        assistant=AssistantCard(name="a", kind="openai", fingerprint="f\ud800"),
        started_at=datetime(2026, 3, 2, 12, 0, tzinfo=UTC),
        tool_version="1",
    )

    assert load(Run, dump(run)) == run
    assert unplain(Run, plain(run)).started_at == run.started_at
