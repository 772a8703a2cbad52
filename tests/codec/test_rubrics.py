import pytest

from evalsuite.codec.rubrics import bundled_rubric, bundled_rubrics, read_rubric
from evalsuite.domain.rubric import Criterion, Rubric
from evalsuite.errors import InputError

HOUSE = """\
---
id: house
version: 3
title: House rules
cohorts: [enterprise]
needs: [policies, context]
---
For {{ cohort }}.

## late
The reply is late.

Not a failure: a holiday.

## rude
The reply is rude.
"""


def read(text, name="house"):
    return read_rubric("graders/rubrics/house.md", text.encode() if isinstance(text, str) else text, name=name)


def complaints(text, name="house"):
    with pytest.raises(InputError) as refused:
        read(text, name)
    return [str(one) for one in refused.value.complaints]


def test_a_rubric_is_its_front_matter_its_guidance_and_a_criterion_a_heading():
    assert read(HOUSE) == Rubric(
        id="house",
        version=3,
        title="House rules",
        cohorts=("enterprise",),
        needs=("policies", "context"),
        guidance="For {{ cohort }}.",
        criteria=(
            Criterion(id="late", text="The reply is late.\n\nNot a failure: a holiday."),
            Criterion(id="rude", text="The reply is rude."),
        ),
    )


def test_line_ends_and_a_byte_order_mark_make_no_difference():
    assert read(b"\xef\xbb\xbf" + HOUSE.replace("\n", "\r\n").encode()) == read(HOUSE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "house.md:1:1: a rubric begins with its id and version between two lines of dashes."),
        (b"\xff\xfe", "house.md:1:1: not UTF-8 (byte 0)."),
        ("---\nid: house\nversion: 1\n---\nNothing else.\n", "house.md:5:1: the rubric has no criterion. Add `## "),
        ("---\nversion: 1\n---\n## a\nx\n", "house.md:2:1: the rubric has no id."),
        ("---\nid: other\nversion: 1\n---\n## a\nx\n", "house.md:2:5: the id is 'other' and the file 'house'."),
        ("---\nid: house\nversion: 0\n---\n## a\nx\n", "version wants a whole number of at least 1"),
        ("---\nid: house\nversion: 1\npasses_at: 6\n---\n## a\nx\n", "passes_at wants a score from 2 to 5"),
        ("---\nid: house\nversion: 1\nneeds: [persna]\n---\n## a\nx\n", "Did you mean 'persona'?"),
        ("---\nid: house\nversion: 1\ncohort: [x]\n---\n## a\nx\n", "Did you mean 'cohorts'?"),
        ("---\nid: house\nversion: 1\n---\n## A b\nx\n", "house.md:5:1: a criterion's heading is its code"),
        ("---\nid: house\nversion: 1\n---\n## a\nx\n## a\ny\n", "house.md:7:1: the criterion 'a' stands twice."),
        ("---\nid: house\nversion: 1\n---\n## a\n\n## b\ny\n", "house.md:5:1: the criterion 'a' says nothing."),
        (
            "---\nid: house\nversion: 1\n---\n## a\nx\n{{ persna }}\n",
            "house.md:7:1: criterion 'a': no variable 'persna'.",
        ),
        (
            "---\nid: house\nversion: 1\n---\n{{ cohort.name }}\n## a\nx\n",
            "house.md:5:1: the rubric cannot be rendered: ",
        ),
        ("---\nid: house\nversion: 1\n---\n{{ cohort.__class__ }}\n## a\nx\n", "is unsafe"),
        ("---\nid: house\nversion: 1\n---\n{% if %}\n## a\nx\n", "house.md:5:1: the rubric: "),
    ],
    ids=lambda value: value[-40:] if isinstance(value, str) else None,
)
def test_what_is_wrong_is_told_with_its_line(text, told):
    assert any(told in one for one in complaints(text)), complaints(text)


def test_all_mistakes_of_a_file_are_told_together():
    text = "---\nid: other\nversion: x\n---\n## a\n{{ nobody }}\n## B\n\n"

    assert len(complaints(text)) == 5


@pytest.mark.parametrize("name", bundled_rubrics())
def test_a_bundled_rubric_can_be_read(name):
    assert bundled_rubric(name).criteria


def test_every_aspect_that_is_judged_comes_bundled():
    assert {
        "answers-the-question",
        "follows-policy-text",
        "tone-for-cohort",
        "complete",
        "clear",
        "helpful",
        "factual-to-context",
    } <= {*bundled_rubrics()}


def test_five_aspects_come_as_questions_and_as_scores():
    asked, scored = bundled_rubric("five-aspects"), bundled_rubric("five-aspects-scored")

    assert [one.id for one in asked.criteria] == [one.id for one in scored.criteria]
    assert (asked.passes_at, scored.passes_at) == (None, 4)


def test_there_is_no_bundled_rubric_of_another_name():
    assert bundled_rubric("../house") is None
