import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged import AT, label, labels

from evalsuite.calibration import calibrate
from evalsuite.codec.calibration import card_lines, label_lines, read_cards, read_labels
from evalsuite.codec.reviews import label_lines as review_lines
from evalsuite.domain.review import Review
from evalsuite.errors import InputError


def told(*values):
    text = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in values)
    return read_labels("labels.jsonl", text.encode("utf-8", "surrogatepass"))


def complaints(*values):
    with pytest.raises(InputError) as caught:
        told(*values)
    return [str(one) for one in caught.value.complaints]


def test_a_short_line_is_a_label():
    [one] = told({"case_id": "late", "grader": "rubric", "human": "fail", "judge": "pass"})

    assert (one.case_id, one.attempt, one.human, one.judge, one.drawn) == ("late", 1, "fail", "pass", True)


def test_a_review_is_a_label_that_nobody_drew():
    review = Review(run="monday", case_id="late", grader="rubric", outcome="fail", right=False, words="w")
    [one] = read_labels("reviews.jsonl", review_lines([review]))

    assert (one.human, one.judge, one.drawn) == ("pass", "fail", False)


def test_a_review_that_agrees_that_one_cannot_tell_says_nothing():
    review = Review(run="monday", case_id="late", grader="rubric", outcome="abstain", right=True, words="w")

    assert read_labels("reviews.jsonl", review_lines([review]))[0].human is None


def test_a_line_to_be_filled_in_shows_where():
    [line] = label_lines([label("late", None, None)]).splitlines()

    assert json.loads(line)["human"] is None
    assert "judge" not in json.loads(line)


@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), st.sampled_from(["pass", "fail", None])), max_size=6))
@settings(max_examples=40, deadline=None)
def test_labels_are_read_as_they_were_written(pairs):
    given = [label(name, human, "pass", traits={"cohort": name}) for name, human in pairs]

    assert read_labels("l.jsonl", label_lines(given)) == given


def test_cards_are_read_as_they_were_written():
    cards = calibrate(labels(right_passes=20, right_fails=20, wrong_fails=3), at=AT)
    again = calibrate(labels(right_passes=9, right_fails=20), at=AT, before=cards)

    assert read_cards("c.jsonl", card_lines([*cards, *again])) == [*cards, *again]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"case_id": "a", "human": "fail", "judge": "pass"}, "a label wants grader, like"),
        ({"case_id": "a", "grader": "g", "humn": "fail"}, "a label has no 'humn'. Did you mean 'human'?"),
        ({"case_id": "a", "grader": "g", "human": "yes"}, "human is one of pass, fail, got 'yes'"),
        ({"case_id": "a", "grader": "g", "human": "pass"}, "a label names its run, or what the judge said"),
        ({"case_id": "a", "grader": "g", "attempt": 0}, "attempt wants a whole number of at least 1, got 0"),
        ({"case_id": "a", "grader": "g", "rate": 2}, "rate wants a share above 0 and up to 1, got 2"),
        ({"case_id": "a", "grader": "g", "drawn": "no"}, "drawn wants true or false"),
        ({"case_id": "a", "grader": "g", "traits": {"a": 1}}, "traits wants texts by name"),
        ({"case_id": 3, "grader": "g"}, "case_id wants a text, got 3"),
        ({"run": "m", "right": True}, "no review. Mend the line, or delete it"),
        ([], "wants an object like"),
        ('{"case_id": "a", "case_id": "b"}', "stands twice"),
        ("{", "not JSON"),
        ("[" * 5000, "not JSON: nested deeper"),
    ],
)
def test_what_is_no_label_is_told_with_its_line(value, said):
    [only] = complaints({"case_id": "b", "grader": "g"}, value)

    assert only.startswith("labels.jsonl:2:1: ")
    assert said in only


def test_all_mistakes_of_a_file_are_told_together():
    assert len(complaints("{", [], {"case_id": "a"})) == 3


def test_a_file_of_other_bytes_is_told():
    with pytest.raises(InputError, match="is not UTF-8"):
        read_labels("labels.jsonl", b"\xff\xfe\x00")


def test_a_torn_card_is_told_with_the_mend():
    with pytest.raises(InputError, match=r"c.jsonl:1:1: no judge card. Delete the line"):
        read_cards("c.jsonl", b'{"grader": "rubric"\n')
