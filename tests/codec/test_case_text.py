import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.codec.case_text import case_text
from evalsuite.codec.cases import read_cases
from evalsuite.domain.case import Case, Fixture, GraderSpec, ScriptedMessage, Seen
from evalsuite.domain.conversation import ToolCall

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=200).filter(str.strip)
prose = st.one_of(
    words,
    st.lists(words, max_size=5).map("\n".join).filter(str.strip),
    st.lists(st.sampled_from(["no", "- a", "b: c", "#d", "it's", "'q'", '"', "ORD-1,", "{", "&x"]), min_size=1).map(
        " ".join
    ),
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(-(10**9), 10**9).map(lambda each: round(each, 6)),
    prose,
)
keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=8
)
mappings = st.dictionaries(keys, values, max_size=4)
names = st.from_regex(r"\A[a-z][a-z_]{0,15}\Z")
calls = st.lists(st.tuples(names, mappings), max_size=3).map(
    lambda made: tuple(
        ToolCall(id=f"call-{at}", name=name, arguments=given) for at, (name, given) in enumerate(made, 1)
    )
)
cases = st.builds(
    Case,
    id=st.from_regex(r"\A[a-z][a-z0-9-]{0,30}\Z"),
    title=prose,
    tags=st.lists(names, max_size=3).map(tuple),
    context=mappings,
    messages=st.lists(prose, min_size=1, max_size=3).map(
        lambda said: tuple(ScriptedMessage(role="user", text=text) for text in said)
    ),
    tools=st.dictionaries(
        names, st.lists(st.builds(Fixture, given=mappings, result=values), max_size=2).map(tuple), max_size=2
    ),
    expect=st.lists(
        st.one_of(
            names.map(lambda name: GraderSpec(name=name, bare=True)),
            st.builds(lambda text: GraderSpec(name="never_says", argument=text), prose),
        ),
        max_size=2,
    ).map(tuple),
    train_ok=st.booleans(),
    seen=st.none() | st.builds(Seen, count=st.integers(1, 99), first=st.just("2026-02-01")),
    bad_reply=st.none() | prose,
    bad_calls=calls,
)


def read(text):
    (located,) = read_cases([("draft.yaml", text.encode())])
    return located.case


@settings(max_examples=60, deadline=None)
@given(cases)
def test_a_case_written_and_read_is_the_same_case(case):
    assert read(case_text(case)) == case


@given(
    st.lists(st.sampled_from(["a fee of 5 EUR", "  two", "", "- three", "four: 5", "\u2028", "tab\there"]), min_size=1)
)
def test_text_in_several_lines_keeps_every_line(lines):
    text = "start " + "\n".join(lines) + "."
    case = Case(id="a", messages=(ScriptedMessage(role="user", text=text),))

    assert read(case_text(case)).messages[0].text == text


def test_a_lone_surrogate_is_replaced_since_no_yaml_can_hold_it():
    case = Case(id="a", messages=(ScriptedMessage(role="user", text="odd \ud83d here"),))

    assert read(case_text(case)).messages[0].text == "odd \ufffd here"


def test_a_file_reads_as_a_person_would_write_it():
    case = Case(
        id="phantom-action-refund",
        title="Told of a refund that nobody made",
        failure=("phantom_action",),
        train_ok=False,
        messages=(ScriptedMessage(role="user", text="Any news of my refund?"),),
        tools={"get_order": (Fixture(given={"order_id": "ORD-1"}, result={"status": "late"}),)},
        expect=(GraderSpec(name="claims", bare=True), GraderSpec(name="says", argument="48.00")),
        bad_reply="Good news: it's on its way.\nAnything else?",
    )

    text = case_text(case, remarks={"expect": ["needed: what a good reply says"]})

    assert text == (
        "# yaml-language-server: $schema=../../.evalsuite/case.schema.json\n"
        "- id: phantom-action-refund\n"
        "  title: Told of a refund that nobody made\n"
        "  failure: [phantom_action]\n"
        "  train_ok: false\n"
        "  messages:\n"
        "    - user: Any news of my refund?\n"
        "  tools:\n"
        "    get_order: [{given: {order_id: ORD-1}, result: {status: late}}]\n"
        "  # needed: what a good reply says\n"
        "  expect:\n"
        "    - claims\n"
        '    - says: "48.00"\n'
        "  bad_reply: |-\n"
        "    Good news: it's on its way.\n"
        "    Anything else?\n"
    )


@pytest.mark.parametrize("hostile", ["x\n- id: other", "x\x00\x1b[31m", "x # y: [", "*anchor", "!!python/object"])
def test_hostile_words_stay_inside_their_own_field(hostile):
    text = case_text(
        Case(id="a", title=hostile, messages=(ScriptedMessage(role="user", text=hostile),)),
        remarks={"messages": [hostile]},
    )

    assert read(text).title == hostile
    assert len(re.findall(r"(?m)^- id:", text)) == 1
