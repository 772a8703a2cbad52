"""The baseline beside the candidate, in a real browser."""

import io

import pytest
from report.conftest import HEADING, complete
from report.page_trials import EVERYTHING, PASSED, assistant, at, entry, found, opened, trial, user

from evalsuite.domain.conversation import Message, ToolCall
from evalsuite.domain.run import result_of
from evalsuite.domain.verdict import verdict_of
from evalsuite.report.html import write_page

BEFORE = "Your parcel is on its way. It comes on Friday."
AFTER = "So sorry! Your parcel is on its way. I have added a voucher. It comes on Monday."


def call(name: str, **arguments) -> ToolCall:
    return ToolCall(id=name, name=name, arguments=arguments)


def answer(name: str, text: str) -> Message:
    return Message(role="tool", text=text, tool_call_id=name)


def pair(before: str = BEFORE, after: str = AFTER):
    finding = found(after, after[-7:-1], message=4, reason="No result says so.")
    old = trial(
        "late",
        user("Where is it?"),
        assistant(None, call("get_order", order_id="A-1"), call("get_parcel", code="P-9")),
        answer("get_order", "shipped"),
        answer("get_parcel", "on the road"),
        assistant(before),
    )
    new = trial(
        "late",
        user("Where is it?"),
        assistant(None, call("get_order", order_id="A-2")),
        answer("get_order", "shipped"),
        user("And?"),
        assistant(after),
        verdicts={"ids": verdict_of([finding])},
    )
    return old, new


DIFF = at("late", view="diff")


@pytest.fixture
def compared(tab, tmp_path):
    def show(address=DIFF, *, trials=None, before=None):
        old, new = pair()
        path = tmp_path / "page.html"
        with path.open("wb") as out:
            given = [old] if before is None else before
            write_page(out, heading=HEADING, trials=trials or [(entry("late"), new)], before=given)
        tab.goto(path.as_uri() + address)
        complete(tab)
        return tab

    return show


def cells(page) -> list[list[str]]:
    rows = page.locator(".side-row:not(.heads)")
    return [
        [one.locator(".said, .tool code, .empty").first.inner_text() for one in row.locator(".side-cell").all()]
        for row in rows.all()
    ]


def test_steps_of_both_sides_stand_beside_each_other(compared):
    page = compared()
    page.wait_for_selector(".sides")

    assert cells(page)[:3] == [
        ["Where is it?", "Where is it?"],
        ["get_order", "get_order"],
        ["get_parcel", "get_parcel is not called here"],
    ]


def test_arguments_that_changed_are_marked(compared):
    page = compared()
    page.wait_for_selector(".sides")

    assert "1" in page.locator("del").first.inner_text()
    assert "2" in page.locator("ins").first.inner_text()


def test_words_that_changed_are_marked_whole(compared):
    old = trial("late", user("Where?"), assistant(BEFORE))
    new = trial("late", user("Where?"), assistant(AFTER))
    page = compared(trials=[(entry("late"), new)], before=[old])
    page.wait_for_selector(".sides")

    assert page.locator("del").all_inner_texts() == ["Friday"]
    assert [one.strip() for one in page.locator("ins").all_inner_texts()] == [
        "So sorry!",
        "I have added a voucher.",
        "Monday",
    ]


def test_an_added_sentence_that_begins_as_the_next_is_one_stretch(compared):
    old = trial("late", user("Where?"), assistant("I cannot see it."))
    new = trial("late", user("Where?"), assistant("I am sorry about that. I cannot see it."))
    page = compared(trials=[(entry("late"), new)], before=[old])
    page.wait_for_selector(".sides")

    assert [one.strip() for one in page.locator("ins").all_inner_texts()] == ["I am sorry about that."]
    assert page.locator("del").count() == 0


def test_languages_without_spaces_are_compared_by_words(compared):
    old = trial("late", user("Where?"), assistant("荷物は金曜日に届きます。"))
    new = trial("late", user("Where?"), assistant("荷物は月曜日に届きます。"))
    page = compared(trials=[(entry("late"), new)], before=[old])
    page.wait_for_selector(".sides")

    assert "届きます" not in "".join(page.locator("ins").all_inner_texts())
    assert "月" in "".join(page.locator("ins").all_inner_texts())


def test_graders_that_changed_their_mind_come_first_and_faults_stay_marked(compared):
    page = compared()
    page.wait_for_selector(".sides")

    assert page.locator("#panel .verdict").all_inner_texts() == ["ids\npassed\nthen\n→\nfailed"]
    assert page.locator(".side-row mark").all_inner_texts() == ["Monday"]
    assert "No result says so." in page.locator(".side-row .finding").inner_text()


def test_d_turns_to_the_comparison_and_back(compared):
    page = compared(at("late"))
    opened(page)

    page.keyboard.press("d")
    page.wait_for_selector(".sides")
    assert "view=diff" in page.evaluate("location.hash")

    page.keyboard.press("d")
    opened(page)
    assert "view" not in page.evaluate("location.hash")


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ([result_of(pair()[0])], "Of the baseline only outcomes are at hand"),
        ([trial("other", user("hi"), assistant("hello"))], "The baseline does not have this case."),
    ],
    ids=["outcomes only", "new case"],
)
def test_what_cannot_be_compared_is_said(compared, before, told):
    more = trial("other", user("hi"), assistant("hello"))
    page = compared(trials=[(entry("late"), pair()[1]), (entry("other"), more)], before=before)

    page.get_by_text(told).wait_for()


def test_hostile_words_stay_text_on_both_sides(compared):
    old = trial("late", user(EVERYTHING), assistant(EVERYTHING + " before"), verdicts={EVERYTHING: PASSED})
    new = trial("late", user(EVERYTHING), assistant("<b>after</b> " + EVERYTHING), verdicts={"x": PASSED})
    page = compared(trials=[(entry("late"), new)], before=[old])
    page.wait_for_selector(".sides")

    assert page.evaluate("() => window.pwned") is None
    assert page.locator(".sides :is(img, svg, script, b b)").count() == 0
    assert "<b>after</b>" in page.locator(".sides").inner_text()


def test_the_same_two_runs_give_the_same_bytes():
    old, new = pair()
    one, other = io.BytesIO(), io.BytesIO()
    for out in (one, other):
        write_page(out, heading=HEADING, trials=[(entry("late"), new)], before=[old])

    assert one.getvalue() == other.getvalue()
