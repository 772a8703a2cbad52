"""Ids and claims in a reply, coloured by where they stand, and quotes tied to their place, in a real browser."""

import pytest
from report.page_trials import PASSED, assistant, at, entry, found, opened, trial, user

from evalsuite.domain.conversation import Message, ToolCall
from evalsuite.domain.run import CaseEntry
from evalsuite.domain.verdict import Finding, verdict_of

ORDER = ToolCall(id="1", name="get_order", arguments={"order_id": "ORD-55510"})
SAID = "ORD-55510 went out as PKG-990077 to C-4417 on 12345678; ask for RF-31337."


def result(text: str, **fields) -> Message:
    return Message(role="tool", text=text, tool_call_id="1", name="get_order", **fields)


def page_of(open_page, *, answer, findings=(), said=SAID):
    told = trial(
        "late",
        user("Where is ORD-55510? My number is 12345678."),
        assistant(None, ORDER),
        answer,
        assistant(said),
        verdicts={"ids": verdict_of(list(findings)) if findings else PASSED},
    )
    case = CaseEntry(id="late", path="cases/a.yaml", line=3, case={"context": {"customer": {"id": "C-4417"}}})
    page = open_page([(case, told)], at("late"))
    opened(page)
    return page


def tip_of(page, words: str) -> str:
    page.locator(".value, mark").get_by_text(words, exact=True).or_(
        page.locator(".value, mark", has_text=words)
    ).first.focus()
    page.wait_for_selector("#tip:not([hidden])")
    return page.inner_text("#tip")


GOOD = result('{"order": {"id": "ORD-55510", "parcels": [{"code": "PKG-990077"}]}}')


@pytest.mark.parametrize(
    ("words", "tip"),
    [
        ("PKG-990077", "Stands in message 2, result of get_order, /order/parcels/0/code"),
        ("C-4417", "Stands in the case's context, /customer/id"),
        ("12345678", "Only named: message 0, the customer"),
    ],
    ids=["result", "context", "customer"],
)
def test_a_value_tells_where_it_stood_before(open_page, words, tip):
    page = page_of(open_page, answer=GOOD)

    assert tip_of(page, words) == tip


def test_what_stands_nowhere_is_not_marked(open_page):
    page = page_of(open_page, answer=GOOD)

    assert page.locator(".value").all_inner_texts() == ["ORD-55510", "PKG-990077", "C-4417", "12345678"]


@pytest.mark.parametrize(
    "answer",
    [result("no ORD-55510 here", is_error=True), result("Error: no ORD-55510 here")],
    ids=["marked as failed", "says that it failed"],
)
def test_an_answer_that_failed_grounds_nothing(open_page, answer):
    page = page_of(open_page, answer=answer)

    assert page.locator(".value.grounded").all_inner_texts() == ["C-4417"]


def test_what_a_grader_found_wrong_is_not_called_grounded(open_page):
    finding = found(SAID, "PKG-990077", message=3, reason="That parcel is another customer's.")

    page = page_of(open_page, answer=GOOD, findings=[finding])

    assert "PKG-990077" not in page.locator(".value").all_inner_texts()
    assert tip_of(page, "PKG-990077") == "invented_id: That parcel is another customer's."


def test_a_value_leads_to_where_it_stood(open_page):
    page = page_of(open_page, answer=GOOD)

    page.click("a.value >> text=PKG-990077")

    page.wait_for_function("() => document.querySelector('.pointed')?.id === 'message-2'")


def test_the_pointer_shows_the_tip_and_escape_takes_it_away(open_page):
    page = page_of(open_page, answer=GOOD)

    page.hover(".value >> nth=0")
    page.wait_for_selector("#tip:not([hidden])")
    page.keyboard.press("Escape")

    assert page.locator("#tip").is_hidden()
    assert page.locator("#panel").is_visible()


def test_a_quote_without_a_place_is_marked_where_it_stands(open_page):
    finding = Finding(code="rude", quote="ask for RF-31337", reason="Curt.")

    page = page_of(open_page, answer=GOOD, findings=[finding], said="😀 " + SAID)

    assert page.locator("#message-3 mark").all_inner_texts() == ["ask for RF-31337"]


@pytest.mark.parametrize("said", ["Twice: go on. Go: go on.", "Nothing of the kind."], ids=["two places", "no place"])
def test_a_quote_that_stands_in_no_single_place_is_not_guessed(open_page, said):
    finding = Finding(code="rude", quote="go on", reason="Curt.")

    page = page_of(open_page, answer=GOOD, findings=[finding], said=said)

    assert page.locator("mark").count() == 0
    assert "Curt." in page.locator(".verdicts .finding").inner_text()


def test_the_command_that_runs_a_case_again_stands_beside_it(open_page):
    told = trial("it's-late", user("hi"), assistant("hello"))

    page = open_page([(entry("it's-late"), told)], "#case=it's-late")

    panel = opened(page)
    assert panel.locator("#place").inner_text() == "cases/refunds.yaml:14"
    assert panel.locator("#rerun").inner_text() == "pytest 'cases/refunds.yaml::it'\\''s-late'"
