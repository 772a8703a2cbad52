"""The list of cases in a real browser: order, filter, links and keys."""

import pytest
from report.page_trials import FINDING, REPLY, assistant, at, entry, one, opened, shop, trial, user

from evalsuite.domain.run import Failure
from evalsuite.domain.verdict import abstain, verdict_of


def titles(page) -> list[str]:
    return page.locator(".row .title").all_inner_texts()


def settled(page, count: str) -> None:
    page.wait_for_function("count => document.getElementById('filter-says').textContent === count", arg=count)


def test_worst_cases_come_first(open_page):
    kinds = {
        "good": trial("good", user("hi"), assistant("hello")),
        "open": trial("open", user("hi"), assistant("hello"), verdicts={"rubric": abstain("no judge")}),
        "bad": trial("bad", user("hi"), assistant(REPLY), verdicts={"ids": verdict_of([FINDING])}),
        "gone": trial("gone", user("hi"), error=Failure(kind="timeout", text="late")),
    }

    page = open_page([(entry(name), told) for name, told in kinds.items()])

    assert titles(page) == ["gone", "bad", "open", "good"]


FILTERS = [
    ("status:fail", 5),
    ("status:failed,ungraded", 7),
    ("grader:ids", 5),
    ("grader:rubric", 2),
    ("code:invented_id", 5),
    ("code:ids:invented_id", 5),
    ("cohort:enterprise", 50),
    ("-cohort:enterprise", 50),
    ("cohort:enterprise status:ungraded", 2),
    ("case:00042", 1),
    ('"no tool result holds"', 5),
    ("No judge", 2),
    ("SMOKE", 100),
    ("tag:smok", 0),
    ("status:fail nothing-like-this", 0),
    ("https://example.com", 0),
    ('"', 100),
    ("", 100),
]


@pytest.mark.parametrize(("query", "count"), FILTERS)
def test_a_filter_shows_what_it_names(open_page, query, count):
    page = open_page(shop(100))

    page.fill("#filter", query or " ")

    settled(page, f"{count} of 100" if query else "100")
    assert page.locator("#rows").evaluate("one => one.offsetHeight") == pytest.approx(60 * count, abs=1)
    assert page.locator("#blank").is_visible() == (count == 0)


def test_the_filter_is_kept_in_the_address(open_page):
    page = open_page(shop(100))
    page.fill("#filter", "status:fail tag:smoke")
    settled(page, "5 of 100")

    page.reload()

    settled(page, "5 of 100")
    assert page.input_value("#filter") == "status:fail tag:smoke"


def test_a_count_in_the_graders_table_leads_to_its_cases(open_page):
    page = open_page(shop(100))

    page.click("table .chip")

    settled(page, "5 of 100")
    assert page.input_value("#filter") == 'code:"ids:invented_id"'


def test_ten_thousand_cases_keep_the_page_small_and_the_filter_quick(open_page):
    page = open_page(shop(10_000))
    rows = page.locator("#rows li")
    counts = [rows.count()]
    for share in (0.3, 0.7, 1):
        page.evaluate("share => scrollTo(0, share * document.body.scrollHeight)", share)
        page.wait_for_timeout(100)
        counts.append(rows.count())

    assert min(counts) > 5
    assert max(counts) <= 100
    assert page.locator("#rows li").last.get_attribute("aria-posinset") == "10000"
    took = page.evaluate(
        """() => ["parcel", "status:fail cohort:enterprise", "tag:refund -window"].map((query) => {
          const start = performance.now(); filter(query); return performance.now() - start; })"""
    )
    assert min(took) < 100


def test_rows_are_read_in_their_order_after_scrolling(open_page):
    page = open_page(shop(2_000))
    for top in (40_000, 39_500, 90_000, 2_000, 0, 300):
        page.evaluate("top => scrollTo(0, top)", top)
        page.wait_for_timeout(60)

        places = page.locator("#rows li").evaluate_all("all => all.map(one => +one.getAttribute('aria-posinset'))")
        assert places == sorted(places)


def test_keys_walk_through_the_cases(open_page):
    page = open_page(shop(100))

    def current():
        opened(page)
        page.wait_for_timeout(80)
        return page.locator(".row[aria-current]").evaluate("one => +one.parentElement.getAttribute('aria-posinset')")

    walked = []
    for key in "jjjkff":
        page.keyboard.press(key)
        walked.append(current())
    assert walked == [1, 2, 3, 2, 3, 4]

    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")
    page.keyboard.press("/")
    page.keyboard.type("jkf")
    assert page.input_value("#filter") == "jkf"
    assert page.locator("#panel").is_hidden()


def test_the_next_failure_stops_at_the_last_one(open_page):
    page = open_page(shop(100))
    for _ in range(9):
        page.keyboard.press("f")
        opened(page)
        page.wait_for_timeout(40)

    assert page.locator(".row[aria-current] .status").inner_text() == "failed"


def test_rows_can_be_reached_and_opened_by_keyboard_alone(open_page):
    page = open_page(one(FINDING))
    page.locator("#help-button").focus()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert "Wants money back" in opened(page).inner_text()


def test_closing_a_case_gives_the_focus_back_to_its_row(open_page):
    page = open_page(shop(20))
    page.keyboard.press("j")
    opened(page)
    assert page.evaluate("document.activeElement.id") == "panel"

    page.keyboard.press("Escape")

    assert page.evaluate("document.activeElement.parentElement.getAttribute('aria-posinset')") == "1"


def test_nothing_ran_is_said_and_not_green(open_page):
    page = open_page([])

    assert page.locator("h1").inner_text() == "Nothing ran: there is no trial to judge."
    assert page.locator("#blank").inner_text() == "Nothing ran, so there is nothing to list."


def test_a_link_opens_its_case_and_leads_to_its_message(open_page):
    messages = [message for n in range(40) for message in (user(f"question {n}"), assistant(f"answer {n}"))]

    page = open_page([*shop(300), (entry("deep"), trial("deep", *messages))], at("deep", message=61))

    panel = opened(page)
    assert panel.locator("h2").inner_text() == "deep"
    page.wait_for_function("document.querySelector('.pointed')?.id === 'message-61'")
    assert panel.locator("#message-61").evaluate(
        "one => Math.abs(one.getBoundingClientRect().top - innerHeight / 2) < 120"
    )
    assert page.locator(".row[aria-current]").inner_text().startswith("passed")


def test_a_link_to_an_attempt_opens_that_attempt(open_page):
    attempts = [(entry("a"), trial("a", user("hi"), assistant(f"answer {n}"), attempt=n)) for n in (1, 2, 3)]

    page = open_page(attempts, "#case=a&attempt=2")

    assert "answer 2" in opened(page).inner_text()


def test_a_link_without_an_attempt_opens_the_worst_one(open_page):
    fine = trial("a", user("hi"), assistant(REPLY), attempt=1)
    bad = trial("a", user("hi"), assistant(REPLY), attempt=2, verdicts={"ids": verdict_of([FINDING])})

    page = open_page([(entry("a"), fine), (entry("a"), bad)], "#case=a")

    assert opened(page).locator("mark").count() == 1


def test_a_link_to_a_case_that_is_not_here_says_so(open_page):
    page = open_page(shop(3), "#case=nobody")

    page.get_by_text("There is no case “nobody” on this page.").wait_for()


def test_back_leaves_the_case_and_forward_opens_it_again(open_page):
    page = open_page(one(FINDING))
    page.click(".row")
    opened(page)

    page.go_back()
    page.wait_for_selector("#panel", state="hidden")
    page.go_forward()

    assert "Wants money back" in opened(page).inner_text()


def test_a_page_for_print_shows_the_list_in_full(open_page):
    page = open_page(shop(150))

    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert page.locator("#rows li").count() == 150
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#rows li").count() <= 100
