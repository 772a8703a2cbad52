"""Case files to cases: short forms, places, and all mistakes at once."""

# ruff: noqa: E501  - complaints stand here on one line, as they are told

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.cases import read_case_file, read_cases
from evalsuite.domain.case import Case, Fixture, GraderSpec, ScriptedMessage, Seen
from evalsuite.errors import InputError

FULL = """\
# yaml-language-server: $schema=../.evalsuite/case.schema.json
- id: late-parcel-refund
  title: Wants money back for a late parcel, inside the window
  tags: [refund, smoke]
  cohort: self_serve
  difficulty: tricky
  severity: high
  owner: returns-team
  origin: ticket
  source: 6f1c0d2a
  cluster: late-parcels
  context: {customer: {id: C-1001, name: Dana Whitfield}, now: 2026-03-02}
  messages:
    - user: My parcel ORD-100217 is two weeks late. I want my money back.
      expect: [{calls: get_order_status}]
    - assistant: Shall I?
    - user: Yes please, to the same card.
  tools:
    get_order_status: [{given: {order_id: ORD-100217}, result: {status: in_transit, total: 48.00}}]
    issue_refund: {given: {}, exact: true, results: [{refund_id: RF-7781}, null]}
    cancel: [{error: too late}]
    lookup:
  expect:
    - calls: {name: issue_refund, arguments: {order_id: ORD-100217}}
    - says: RF-7781
      label: names-the-refund
    - never_says: [guarantee, lawsuit]
    - polite
    - polite:
  graders: {tone: {off: "shouting is quoted on purpose"}, ids: {kinds: [order]}}
  language: en
  review_by: 2026-09-01
  train_ok: false
  failure: invented_id
  seen: {count: 3, first: 2026-02-01}
  bad_reply: No.
  good_reply: Yes.
  id_patterns: {order: 'ORD-[0-9]{6}'}
"""


def read(text, **options):
    cases, complaints = read_case_file("cases/x.yaml", text.encode(), **options)
    assert not complaints
    return cases


def told(text, **options):
    _, complaints = read_case_file("x.yaml", text.encode(), **options)
    return [str(complaint) for complaint in complaints]


def case(body):
    """The one case with these lines added to it."""
    (located,) = read(f"- id: a\n  messages: [{{user: hi}}]\n{body}")
    return located.case


def test_every_field_and_short_form_is_read():
    (located,) = read(FULL)

    assert located.case == Case(
        id="late-parcel-refund",
        title="Wants money back for a late parcel, inside the window",
        tags=("refund", "smoke"),
        cohort="self_serve",
        difficulty="tricky",
        severity="high",
        owner="returns-team",
        origin="ticket",
        source="6f1c0d2a",
        cluster="late-parcels",
        context={"customer": {"id": "C-1001", "name": "Dana Whitfield"}, "now": "2026-03-02"},
        messages=(
            ScriptedMessage(
                role="user",
                text="My parcel ORD-100217 is two weeks late. I want my money back.",
                expect=(GraderSpec(name="calls", argument="get_order_status"),),
            ),
            ScriptedMessage(role="assistant", text="Shall I?"),
            ScriptedMessage(role="user", text="Yes please, to the same card."),
        ),
        tools={
            "get_order_status": (
                Fixture(given={"order_id": "ORD-100217"}, result={"status": "in_transit", "total": 48.0}),
            ),
            "issue_refund": (Fixture(exact=True, results=({"refund_id": "RF-7781"}, None)),),
            "cancel": (Fixture(error="too late"),),
            "lookup": (),
        },
        expect=(
            GraderSpec(name="calls", parameters={"name": "issue_refund", "arguments": {"order_id": "ORD-100217"}}),
            GraderSpec(name="says", label="names-the-refund", argument="RF-7781"),
            GraderSpec(name="never_says", argument=["guarantee", "lawsuit"]),
            GraderSpec(name="polite", bare=True),
            GraderSpec(name="polite", bare=True),
        ),
        graders={"tone": {"off": "shouting is quoted on purpose"}, "ids": {"kinds": ["order"]}},
        language="en",
        review_by="2026-09-01",
        train_ok=False,
        failure=("invented_id",),
        seen=Seen(count=3, first="2026-02-01"),
        bad_reply="No.",
        good_reply="Yes.",
        id_patterns={"order": "ORD-[0-9]{6}"},
    )


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), "2:3"),
        (("cohort",), "5:11"),
        (("tags", 1), "4:18"),
        (("messages", 0), "14:7"),
        (("messages", 0, "expect", 0), "15:16"),
        (("messages", 0, "expect", 0, "calls"), "15:17"),
        (("tools", "issue_refund"), "20:5"),
        (("tools", "issue_refund", 0), "20:19"),
        (("expect", 0, "calls", "arguments"), "24:35"),
        (("expect", 1, "says"), "25:7"),
        (("expect", 1, "label"), "26:14"),
        (("expect", 1, "says", "no such parameter"), "25:7"),
        (("graders", "tone"), "30:13"),
        (("no such part",), "2:3"),
    ],
    ids=str,
)
def test_every_part_has_its_place_or_that_of_what_is_around_it(path, place):
    (located,) = read(FULL)

    assert str(located.at(*path)) == f"cases/x.yaml:{place}"


def test_where_a_field_is_text_a_number_is_what_its_author_wrote():
    (located,) = read("- id: a\n  title: 0x10\n  tags: [1.50, true]\n  messages: [{user: 100.50}, {user: 4421}]")

    assert [message.text for message in located.case.messages] == ["100.50", "4421"]
    assert (located.case.title, located.case.tags) == ("0x10", ("1.50", "true"))


def test_a_number_given_to_a_grader_stays_one_where_it_would_be_written_back_the_same():
    expect = case("  expect: [says: 4421, says: 100.50, says: {text: [1, 007, 1.0]}, says: true]").expect

    assert [spec.argument for spec in expect] == [4421, "100.50", None, True]
    assert expect[2].parameters == {"text": [1, "007", 1.0]}


def test_cohorts_make_siblings_of_one_cluster():
    siblings = read("- id: late\n  cohorts: [self_serve, vip]\n  messages: [{user: hi}]")

    assert [(each.case.id, each.case.cohort, each.case.unit) for each in siblings] == [
        ("late[self_serve]", "self_serve", "late"),
        ("late[vip]", "vip", "late"),
    ]
    assert [str(each.at("cohort")) for each in siblings] == ["cases/x.yaml:2:13", "cases/x.yaml:2:25"]


def test_an_empty_list_is_a_file_without_cases():
    assert read("[]") == []


def test_a_field_left_blank_counts_as_not_given():
    assert case("  owner:\n  title:\n  seen:\n  context:\n") == case("")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("titel: x", "3:3: case 'a': a case has no key 'titel'. Did you mean 'title'?"),
        ("tags: {x: 1}", "3:9: case 'a': tags wants a text or a list of texts; found a mapping with the keys 'x'. Write `tags: [refund, smoke]`."),
        ("tags: [[x]]", "3:10: case 'a': tags[0] wants a text; found a list."),
        ("difficulty: tricki", "3:15: case 'a': difficulty is one of routine, tricky, residue; found 'tricki'. Did you mean 'tricky'?"),
        ("train_ok: yes", "3:13: case 'a': train_ok wants true or false; found the text 'yes'."),
        ("review_by: 2026-13-01", "3:14: case 'a': review_by wants a date such as 2026-03-02; found '2026-13-01'."),
        ("seen: {count: 0}", "3:17: case 'a': seen.count wants a whole number of at least 1; found the number 0."),
        ("context: [x]", "3:12: case 'a': context wants a mapping; found a list. Write `{customer: {id: C-1001}, now: 2026-03-02}`."),
        ("expect: {says: x}", "3:11: case 'a': expect wants a list of graders; found a mapping with the keys 'says'. Write `- says: RF-7781`, `- calls: {name: issue_refund}`, or a name alone."),
        ("expect:", "3:10: case 'a': expect wants a list of graders; found nothing. Write `- says: RF-7781`, `- calls: {name: issue_refund}`, or a name alone."),
        ("expect: [7]", "3:12: case 'a': expect[0] wants a grader; found the number 7. Write `- says: RF-7781`, `- calls: {name: issue_refund}`, or a name alone."),
        ("expect: [{says: x, calls: y}]", "3:12: case 'a': expect[0] names one grader; found says, calls. Start each with a '- ' of its own."),
        ("expect: [{label: x}]", "3:12: case 'a': expect[0] names one grader; found none. Write `- says: RF-7781`, `- calls: {name: issue_refund}`, or a name alone."),
        ("expect: [{says: x, label: l}, {says: y, label: l}]", "1:3: case 'a': the label 'l' stands 2 times. Give each its own."),
        ("graders: {tone: off}", "3:19: case 'a': graders.tone wants a mapping; found the text 'off'. Say why: `tone: {off: reason}`."),
        ("graders: {tone: {off: true}}", "3:25: case 'a': graders.tone.off wants the reason, as a text; found true."),
        ("tools: {x: [{given: {}}]}", "3:15: case 'a': tools.x[0] answers with one of result, results, error; this one has none."),
        ("tools: {x: {result: 1, error: y}}", "3:14: case 'a': tools.x[0] answers with one of result, results, error; this one has result and error."),
        ("tools: {x: {resul: 1}}", "3:15: case 'a': tools.x[0] has no key 'resul'. Did you mean 'result'?"),
        ("tools: {x: {results: []}}", "3:24: case 'a': tools.x[0].results wants a list of answers, used up in order; found an empty list."),
        ("tools: {x: {given: 5, result: 1}}", "3:22: case 'a': tools.x[0].given wants arguments such as `{order_id: ORD-1}`; found the number 5."),
        ("cohorts: []", "3:12: case 'a': cohorts wants at least one cohort; found an empty list. Write `cohorts: [self_serve, vip]`."),
        ("cohorts: [b, b]", "3:12: case 'a': cohorts names one twice. Keep each once."),
        ("id_patterns: {order: '('}", "3:24: case 'a': id_patterns.order is no regular expression: missing ), unterminated subpattern at position 0. Found '('."),
    ],
    ids=lambda value: None if value[0].isdigit() else value,
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_mend(body, complaint):
    assert told(f"- id: a\n  messages: [{{user: hi}}]\n  {body}") == [f"x.yaml:{complaint}"]


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        ("hi", "wants `user:` or `assistant:` with a text; found the text 'hi'. Write `- user: Where is my parcel?`."),
        ("{assistent: hi}", "has no key 'assistent'. Did you mean 'assistant'?"),
        ("{role: user, content: hi}", ": the role is the key here. Write `- user: …` or `- assistant: …`."),
        ("{user: }", ".user wants a text; found nothing. Write `user: Where is my parcel?`."),
        ("{user: a, assistant: b}", "holds `user:` or `assistant:` with a text; this one has both. Start each with a '- ' of its own."),
        ("{expect: []}", "holds `user:` or `assistant:` with a text; this one has neither. Write `- user: Where is my parcel?`."),
        ("{assistant: b, expect: [x]}", ": a reply that the case gives is not judged. Put `expect:` under a `user:`."),
    ],
)  # fmt: skip
def test_a_message_that_is_none_is_told(message, complaint):
    (only,) = told(f"- id: a\n  messages: [{{user: hi}}, {message}]")

    assert f"case 'a': messages[1]{complaint}" in only.replace("messages[1] ", "messages[1]")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("id: 12", 'x.yaml:1:7: id wants a text; found the number 12. Quote it: `id: "12"`.'),
        ("id: 007.0x", None),
        ("id: 2026-03-02", None),
        ("id: late parcel/1", None),
        ("id: a[b]", "x.yaml:1:7: id cannot hold '[', ']' or '::', which name cohorts and tests; found 'a[b]'."),
        ("id: a::b", "x.yaml:1:7: id cannot hold '[', ']' or '::', which name cohorts and tests; found 'a::b'."),
        ('id: "a\\nb"', "x.yaml:1:7: id wants one line of 1 to 200 visible characters; found 'a\\nb'."),
        ('id: "a\\e[31m"', "x.yaml:1:7: id wants one line of 1 to 200 visible characters; found 'a\\x1b[31m'."),
        ('id: ""', "x.yaml:1:7: id wants one line of 1 to 200 visible characters; found ''."),
        ("title: b", "x.yaml:1:3: the case 'b' has no id. Add `id: some-name`."),
    ],
)  # fmt: skip
def test_an_id_is_a_text_that_can_name_a_test(line, complaint):
    assert told(f"- {line}\n  messages: [{{user: hi}}]") == ([complaint] if complaint else [])


def test_all_mistakes_of_a_file_come_together_and_in_order():
    text = "- id: 5\n  titel: x\n- nothing\n- id: b\n  messages: [{assistant: hi}]\n  severity: 3\n"

    assert [line.split(": ")[0] for line in told(text)] == [
        "x.yaml:1:3",
        "x.yaml:1:7",
        "x.yaml:2:3",
        "x.yaml:3:3",
        "x.yaml:5:13",
        "x.yaml:6:13",
    ]


def test_sound_cases_are_read_beside_unsound_ones():
    cases, complaints = read_case_file("x.yaml", b"- id: a\n- id: b\n  messages: [{user: hi}]\n")

    assert [located.case.id for located in cases] == ["b"]
    assert len(complaints) == 1


def test_a_mapping_at_the_top_is_no_list_of_cases():
    assert told("id: a") == [
        "x.yaml:1:1: a case file wants a list of cases; found a mapping with the keys 'id'. Start each with `- id: some-name`."
    ]


def test_a_tool_nobody_has_is_told_where_tools_are_known():
    text = "- id: a\n  messages: [{user: hi}]\n  tools: {issue_refnd: {result: 1}}"

    assert told(text, known_tools=["issue_refund"]) == [
        "x.yaml:3:11: case 'a': there is no tool 'issue_refnd'. Did you mean 'issue_refund'?"
    ]
    assert told(text) == []


ONE = b"- id: a\n  messages: [{user: hi}]\n"


def test_an_id_taken_in_the_same_file_is_told_with_both_places():
    _, complaints = read_case_file("x.yaml", ONE + ONE)

    assert [str(each) for each in complaints] == [
        "x.yaml:3:7: case 'a': the id is taken, first at x.yaml:1:7. Rename one of the two."
    ]


def test_an_id_taken_in_another_file_is_told_with_both_places():
    with pytest.raises(InputError) as raised:
        read_cases([("x.yaml", ONE), ("y.yaml", ONE)])

    assert str(raised.value) == "y.yaml:1:7: case 'a': the id is taken, first at x.yaml:1:7. Rename one of the two."


def test_an_id_taken_by_an_unsound_case_is_told_the_first_time():
    with pytest.raises(InputError) as raised:
        read_cases([("x.yaml", b"- id: a\n"), ("y.yaml", ONE)])

    assert [str(each.mark) for each in raised.value.complaints] == ["x.yaml:1:3", "y.yaml:1:7"]


def test_mistakes_of_all_files_come_in_one_error():
    with pytest.raises(InputError) as raised:
        read_cases([("b.yaml", b"- id: 1"), ("a.yaml", b"x: 'y"), ("c.yaml", ONE)])

    assert [each.mark.path for each in raised.value.complaints] == ["b.yaml", "b.yaml", "a.yaml"]


def test_cases_of_several_files_come_in_order():
    files = [("x.yaml", ONE), ("y.yaml", ONE.replace(b"id: a", b"id: b"))]

    assert [located.case.id for located in read_cases(files)] == ["a", "b"]


_scalars = st.none() | st.booleans() | st.integers() | st.sampled_from(["user", "off", "x", "2026-01-01", "a[b]", ""])
_keys = st.sampled_from(
    [
        "id",
        "title",
        "tags",
        "cohort",
        "cohorts",
        "difficulty",
        "context",
        "messages",
        "user",
        "assistant",
        "expect",
        "tools",
        "given",
        "result",
        "results",
        "error",
        "exact",
        "graders",
        "off",
        "seen",
        "count",
        "says",
        "label",
        "review_by",
        "train_ok",
        "failure",
        "id_patterns",
        "language",
    ]
)
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=5), max_leaves=25
)


def _flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return f"'{value}'" if isinstance(value, str) else "null" if value is None else str(value).lower()


@given(st.lists(_values, max_size=3), st.sets(_keys))
def test_no_file_makes_it_raise_and_nothing_is_lost_silently(values, known_tools):
    text = _flow(values)
    cases, complaints = read_case_file("x.yaml", text.encode(), known_tools=known_tools)

    assert complaints or len(cases) >= len(values)
    assert all(complaint.mark is not None for complaint in complaints)
