import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from promptfoo import results, row

from evalsuite.codec.outcomes import read_outcomes
from evalsuite.errors import InputError


def read(*rows, pick="", path="r.json"):
    return read_outcomes(results(*rows).encode(), path=path, pick=pick)


def test_a_result_becomes_a_trial_with_what_it_took():
    [one] = read(row("Where is it?", test=0)).results

    assert (one.case_id, one.attempt, one.outcome, one.outcomes) == (
        "question=Where is it?",
        1,
        "pass",
        {"contains": "pass"},
    )
    assert (one.seconds, one.usage.cost_usd, one.usage.input_tokens, one.usage.output_tokens) == (1.5, 0.002, 20, 10)
    assert one.length == len("Your parcel is on its way.")


def test_repeats_of_a_test_are_attempts_of_one_case():
    trials = read(*(row("Where?", test=number, success=number > 0) for number in range(3))).results

    assert [(one.case_id, one.attempt, one.outcome) for one in trials] == [
        ("question=Where?", 1, "fail"),
        ("question=Where?", 2, "pass"),
        ("question=Where?", 3, "pass"),
    ]


def test_what_differs_from_run_to_run_is_no_part_of_a_case():
    first, second = (read(row("Where?", test=number)).results[0] for number in (0, 7))

    assert (first.case_id, first.script) == (second.case_id, second.script)


def test_a_description_names_a_case_and_its_variables_tell_whether_it_changed():
    def described(question):
        test = {"description": "asks for a parcel", "vars": {"question": question}, "assert": [{"type": "contains"}]}
        return read(row(question, test=0, testCase=test)).results[0]

    first, second = described("Where is it?"), described("Where is my parcel?")

    assert first.case_id == second.case_id == "asks for a parcel"
    assert first.script != second.script


def test_different_tests_under_one_description_stay_apart():
    tests = [{"description": "parcel", "vars": {"question": one}} for one in "ab"]

    names = {one.case_id for one in read(*(row("", test=i, testCase=test) for i, test in enumerate(tests))).results}

    assert len(names) == 2
    assert all(name.startswith("parcel (") for name in names)


def test_metrics_name_graders_and_types_stand_in_for_them():
    [one] = read(row("a", test=0, asserts={"Tone": True, "contains": False}, success=False)).results

    assert one.outcomes == {"Tone": "pass", "contains": "fail"}


def test_a_changed_assertion_is_another_grader():
    changed = row("a", test=0)
    changed["gradingResult"]["componentResults"][0]["assertion"]["value"] = "order"

    assert read(row("a", test=0)).results[0].graders != read(changed).results[0].graders


def test_a_provider_that_failed_is_an_error_and_no_fail():
    [one] = read(row("a", test=0, success=False, failureReason=2, gradingResult=None, error="429")).results

    assert (one.outcome, one.outcomes) == ("error", {})


def test_a_judge_that_failed_is_no_fail():
    broken = row("a", test=0, success=False, asserts={"Tone": False})
    broken["gradingResult"]["componentResults"][0]["metadata"] = {"graderError": True}

    [one] = read(broken).results

    assert (one.outcome, set(one.grader_errors)) == ("ungraded", {"Tone"})


def test_a_test_that_asserts_nothing_was_not_judged():
    [one] = read(row("a", test=0, asserts={}, testCase={"vars": {"question": "a"}})).results

    assert one.outcome == "ungraded"


def test_one_of_several_providers_is_picked_by_id_or_label():
    rows = [row("a", test=0, provider="p:1", label="old"), row("a", test=0, provider="p:2", success=False)]

    assert read(*rows, pick="p:1").name == read(*rows, pick="old").name == "old"
    assert read(*rows, pick="p:2").results[0].outcome == "fail"


def test_one_of_several_prompts_is_picked_by_number_or_label():
    rows = [row("a", test=0, provider="p", prompt=number, success=number > 0) for number in range(2)]

    assert [read(*rows, pick=pick).results[0].outcome for pick in ("p#0", "p#prompt 1")] == ["fail", "pass"]


@pytest.mark.parametrize(
    ("pick", "told"),
    [
        ("", "r.json holds results of 2 assistants. Name one: r.json#p:1, r.json#p:2"),
        ("p:3", "r.json holds nothing of 'p:3'. Name one of: r.json#p:1, r.json#p:2"),
    ],
)
def test_several_providers_ask_for_one(pick, told):
    rows = [row("a", test=0, provider=one) for one in ("p:1", "p:2")]

    with pytest.raises(InputError) as caught:
        read(*rows, pick=pick)

    assert str(caught.value) == told


def test_json_lines_of_results_are_read_too():
    lines = "\n".join(json.dumps(row(name, test=number)) for number, name in enumerate("ab"))

    assert len(read_outcomes(lines.encode(), path="r.jsonl").results) == 2


@pytest.mark.parametrize("text", ["", "[]3", "{}", '{"results": {"results": 3}}', '"x"'])
def test_what_is_no_result_of_promptfoo_is_told_with_the_place(text):
    with pytest.raises(InputError, match=r"^r\.json:1:1: "):
        read_outcomes(text.encode(), path="r.json")


def test_mistakes_are_told_together():
    twice = [row("a", test=0), row("a", test=0)]
    odd = json.dumps({"results": {"results": [3, {"success": "yes"}]}})

    with pytest.raises(InputError, match="result 2: the result of test 0 stands here twice"):
        read(*twice)
    with pytest.raises(InputError) as caught:
        read_outcomes(odd.encode(), path="r.json")
    assert [one.text.split(": ")[1] for one in caught.value.complaints] == ["result 1", "result 2"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = [name for name in row("a", test=0) if name != "success"]


@given(st.dictionaries(st.sampled_from(FIELDS), anything, max_size=4))
def test_whatever_stands_in_a_field_is_read_or_complained_of(fields):
    text = results({**row("a", test=0), **fields})

    try:
        told = len(read_outcomes(text.encode(), path="r.json").results)
    except InputError as error:
        told = len(error.complaints)

    assert told == 1
