"""The order of the list and the views a person keeps, in a real browser."""

from report.page_trials import assistant, entry, shop, trial, user

from evalsuite.domain.conversation import Transcript, Usage
from evalsuite.domain.run import Judgement, Trial
from evalsuite.domain.verdict import Verdict

LENGTHS = {"short": (4.0, 0.3), "long": (1.0, 0.1), "middle": (2.0, 0.2)}


def measured():
    for case_id, (seconds, cost) in LENGTHS.items():
        words = {"short": 2, "middle": 20, "long": 200}[case_id]
        messages = (user("hi"), assistant("word " * words))
        told = Transcript(messages=messages, seconds=seconds, usage=Usage(cost_usd=cost))
        yield (
            entry(case_id),
            Trial(case_id=case_id, transcript=told, judgement=Judgement(verdicts={"ids": Verdict(outcome="pass")})),
        )


def ids(page) -> list[str]:
    return page.locator(".row .title").all_inner_texts()


def test_the_list_can_be_sorted(open_page):
    page = open_page(measured())
    orders = {}
    for order in ("worst", "id", "seconds", "length", "cost"):
        page.select_option("#sort", order)
        orders[order] = ids(page)

    assert orders == {
        "worst": ["short", "long", "middle"],
        "id": ["long", "middle", "short"],
        "seconds": ["short", "middle", "long"],
        "length": ["long", "middle", "short"],
        "cost": ["short", "middle", "long"],
    }


def test_only_orders_that_mean_something_here_are_offered(open_page):
    page = open_page([(entry("a"), trial("a", user("hi"), assistant("hello")))])

    assert page.locator("#sort option").all_inner_texts() == [
        "Worst first",
        "By id",
        "As in the files",
        "Longest first",
    ]


def test_the_order_is_kept_in_the_address(open_page):
    page = open_page(measured())
    page.select_option("#sort", "id")

    page.reload()
    page.wait_for_selector(".row")

    assert page.input_value("#sort") == "id"
    assert ids(page) == ["long", "middle", "short"]


def test_a_view_is_kept_and_forgotten(open_page):
    page = open_page(shop(40))
    page.evaluate("localStorage.clear()")
    page.fill("#filter", "cohort:enterprise status:pass")
    page.wait_for_function("() => document.getElementById('filter-says').textContent === '19 of 40'")

    page.select_option("#views", label="Keep this view")
    page.select_option("#views", label="All cases")
    assert page.inner_text("#filter-says") == "40"

    page.reload()
    page.wait_for_selector(".row")
    page.select_option("#views", label="cohort:enterprise status:pass")
    assert page.inner_text("#filter-says") == "19 of 40"

    page.select_option("#views", label="Forget this view")
    page.select_option("#views", label="All cases")
    assert "cohort:enterprise status:pass" not in page.locator("#views option").all_inner_texts()


def test_views_work_where_the_browser_keeps_nothing(open_page, tmp_path):
    page = open_page(shop(40))
    frame = tmp_path / "frame.html"
    frame.write_text('<iframe sandbox="allow-scripts" src="page.html" width="1200" height="800"></iframe>', "utf-8")
    page.goto(frame.as_uri())
    inside = page.frame_locator("iframe")

    inside.locator("#filter").fill("status:fail")
    inside.get_by_text("2 of 40").wait_for()
    inside.locator("#views").select_option(label="What went wrong")
    inside.locator("#filter").fill("tag:smoke")
    inside.get_by_text("40 of 40").wait_for()
    inside.locator("#views").select_option(label="Keep this view")
    inside.locator("#views").select_option(label="All cases")
    inside.locator("#views").select_option(label="tag:smoke")

    assert inside.locator("#filter-says").inner_text() == "40 of 40"
