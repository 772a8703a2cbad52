"""The filter's language in a real browser: what it understands, and what it says of a mistake."""

import pytest
from report.page_trials import FINDING, PASSED, REPLY, assistant, entry, shop, trial, user

from evalsuite.domain.verdict import verdict_of


def settled(page, count: str) -> None:
    page.wait_for_function("count => document.getElementById('filter-says').textContent === count", arg=count)


def repeated():
    """Case a passes always, b twice of three times, c never."""
    for case_id, passes in (("a", 3), ("b", 2), ("c", 0)):
        for attempt in (1, 2, 3):
            verdict = PASSED if attempt <= passes else verdict_of([FINDING])
            told = trial(case_id, user("hi"), assistant(REPLY), attempt=attempt, verdicts={"ids": verdict})
            yield entry(case_id, title=f"Case {case_id}"), told


NUMBERS = [
    ("seconds:>1", 100),
    ("seconds:>=1.5", 100),
    ("seconds:<1.5", 0),
    ("seconds:1.5", 100),
    ("-seconds:1.5", 0),
    ("tokens:>979", 100),
    ("attempt:2", 0),
    ("cost:>0", 0),
    ("delta:<0", 0),
]


def test_numbers_are_compared(open_page):
    page = open_page(shop(100))

    for query, count in NUMBERS:
        page.evaluate("query => filter(query)", query)
        assert page.inner_text("#filter-says") == f"{count} of 100", query
        assert page.locator("#filter-wrong").is_hidden(), query


MISTAKES = [
    ("gradr:ids", "There is no term “gradr:”.", "grader:ids"),
    ("status:fial words", "No case has status “fial”.", "status:fail words"),
    ("-cohort:enterprize", "No case has cohort “enterprize”.", "-cohort:enterprise"),
    ("grader:idz tag:smoke", "No case has grader “idz”.", "grader:ids tag:smoke"),
    ("cohort:nobody", "No case has cohort “nobody”. There are: self_serve, enterprise.", None),
    ("https://example.com", "“https:” is read as words; ? lists the terms.", None),
    ("seconds:fast", "“fast” is no number: write seconds:<0.5 or seconds:>=2.", None),
]


def test_a_mistake_is_told_with_its_mend(open_page):
    page = open_page(shop(100))

    for query, told, mend in MISTAKES:
        page.fill("#filter", query)
        page.wait_for_function("text => document.getElementById('filter-wrong').innerText.startsWith(text)", arg=told)
        assert page.locator(".mend").all_inner_texts() == ([f"Did you mean {mend}?"] if mend else [])


def test_the_help_tells_of_terms_that_there_are(open_page):
    page = open_page(shop(100))

    complaints = page.evaluate(
        """() => [...document.querySelectorAll("#help dt code")].flatMap(({ textContent: term }) =>
          readQuery(/:$/.test(term) ? `${term}1` : term, state.trials).wrong.map(({ text }) => text))"""
    )

    assert [one for one in complaints if not one.startswith("No case has")] == []


def test_a_mend_is_a_click_away(open_page):
    page = open_page(shop(100))
    page.fill("#filter", "status:fial")

    page.click(".mend")

    settled(page, "5 of 100")
    assert page.input_value("#filter") == "status:fail"
    assert "q=status%3Afail" in page.evaluate("location.hash")


def test_a_case_tried_several_times_is_one_row_with_a_dot_for_each(open_page):
    page = open_page(repeated())

    assert page.locator(".row .title").all_inner_texts() == ["Case b", "Case c", "Case a"]
    assert page.locator(".row .dots").all_inner_texts() == ["2/3", "0/3", "3/3"]
    assert page.locator(".row .dots").first.get_attribute("aria-label") == "2 of 3 attempts passed"
    assert page.locator(".row >> nth=0 >> .dot").count() == 3


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("status:flaky", ["Case b"]),
        ("status:pass", ["Case a", "Case b"]),
        ("status:pass -status:flaky", ["Case a"]),
        ("attempt:3 status:fail", ["Case b", "Case c"]),
    ],
)
def test_a_filter_looks_for_an_attempt_that_has_it_all(open_page, query, titles):
    page = open_page(repeated())

    page.fill("#filter", query)

    settled(page, f"{len(titles)} of 3")
    assert page.locator(".row .title").all_inner_texts() == titles


def test_attempts_are_switched_by_click_and_by_key(open_page):
    page = open_page(repeated(), "#case=b&attempt=1")
    current = page.locator(".attempt[aria-current]")
    page.wait_for_selector(".attempts")
    assert current.get_attribute("aria-label") == "Attempt 1: passed"

    page.click(".attempt >> nth=2")
    page.wait_for_function("() => location.hash.includes('attempt=3')")
    page.wait_for_function("() => document.querySelector('.attempt[aria-current]').textContent === '3'")
    assert page.locator("#panel mark").count() == 1

    page.keyboard.press("[")
    page.wait_for_function("() => document.querySelector('.attempt[aria-current]').textContent === '2'")
    assert page.locator("#panel mark").count() == 0
