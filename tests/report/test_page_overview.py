"""What stands above the list in a real browser: the decision, its drawings, and where cases fail."""

import io
from functools import cache

import pytest
from outcomes import result
from report.conftest import complete
from report.page_trials import PASSED, assistant, opened, trial, user

from evalsuite.compare import compare
from evalsuite.domain.comparison import Side, Traits
from evalsuite.domain.conduct import Conduct
from evalsuite.domain.conversation import Transcript, Usage
from evalsuite.domain.decision import GateRules, Weighed
from evalsuite.domain.run import CaseEntry, Judgement, Trial, result_of
from evalsuite.domain.verdict import Finding, verdict_of
from evalsuite.gate import decide
from evalsuite.report.html import write_page
from evalsuite.report.overview import PastRun
from evalsuite.report.rates import Cases, Passes
from evalsuite.report.words import Heading

SAID = "I have refunded ORD-999 to your card."


def entry_of(number: int) -> CaseEntry:
    return CaseEntry(
        id=f"c{number:02d}",
        title=f"Case {number}",
        path="cases/a.yaml",
        line=number + 1,
        tags=("refund",) if number % 2 else ("parcel",),
        cohort=("self_serve", "enterprise")[number % 4 == 0],
        difficulty="routine",
        origin="golden" if number < 35 else "ticket",
    )


def trials():
    """Forty cases, of which the first eight fail."""
    finding = Finding(code="invented_id", message=1, start=16, end=23, quote="ORD-999", reason="Nobody gave it.")
    for number in range(40):
        told = Transcript(
            messages=(user("Where is my money?"), assistant(SAID)),
            seconds=1.5,
            usage=Usage(input_tokens=900, output_tokens=80, cost_usd=0.01),
        )
        verdict = verdict_of([finding]) if number < 8 else PASSED
        entry = entry_of(number)
        yield entry, Trial(case_id=entry.id, transcript=told, judgement=Judgement(verdicts={"ids": verdict}))


def _before(number: int):
    outcome = "fail" if number == 39 else "pass"
    return result(f"c{number:02d}", outcome, graders={"ids": outcome}, marks={})


def weighed() -> Weighed:
    """Against a run in which only the last case failed."""
    before = [_before(number) for number in range(40)]
    traits = {
        one.id: Traits(tags=one.tags, cohort=one.cohort, difficulty=one.difficulty, origin=one.origin)
        for one in map(entry_of, range(40))
    }
    after = [result_of(one) for _, one in trials()]
    comparison = compare(
        Side(name="old", run="run-1", results=before, traits=traits),
        Side(name="new", run="run-9", results=after, traits=traits),
    )
    return Weighed(comparison=comparison, decision=decide(comparison, GateRules(hard_zero={"ids": 0.03})))


def past(*passed: int) -> tuple[PastRun, ...]:
    runs = []
    for day, number in enumerate(passed, start=1):
        cases, origins = Cases(), {"": Passes(), "golden": Passes(), "ticket": Passes()}
        for case in range(40):
            for origin in ("", "golden" if case < 35 else "ticket"):
                origins[origin].add(cases.number(str(case), ""), "pass" if case < number else "fail")
        rates = {origin: one.rate(cases) for origin, one in origins.items()}
        whole = rates.pop("")
        runs.append(PastRun(run=f"run-0{day}", assistant="old", day=f"2026-03-0{day}", rate=whole, origins=rates))
    return tuple(runs)


@cache
def everything() -> bytes:
    """A page with all there can be on it."""
    heading = Heading(title="TechGadgets Pro", run_id="run-9", assistant="new", history=past(38, 36))
    before = [trial(f"c{i:02d}", user("Where is my money?"), assistant("It is on its way.")) for i in range(40)]
    out = io.BytesIO()
    write_page(out, heading=heading, trials=trials(), weighed=weighed(), before=before)
    return out.getvalue()


def told_page(tab, tmp_path):
    """That page, opened."""
    path = tmp_path / "page.html"
    path.write_bytes(everything())
    tab.goto(path.as_uri())
    complete(tab)
    return tab


@pytest.fixture
def page(tab, tmp_path):
    return told_page(tab, tmp_path)


def test_the_words_that_did_it_stand_below_the_sentence_and_lead_to_their_place(page):
    quote = page.locator(".quote").first
    assert quote.locator("q").inner_text() == "ORD-999"
    assert "ids, 8 trials" in quote.inner_text()
    assert "Nobody gave it." in quote.inner_text()

    quote.click()

    assert opened(page).locator("mark").inner_text() == "ORD-999"
    page.wait_for_function("() => document.querySelector('.pointed')?.id === 'message-1'")


def test_each_criterion_is_drawn_with_its_interval_and_what_is_allowed(page):
    drawn = page.locator(".criteria tr", has_text="ids (golden) fails").locator("svg[role=img]")

    said = drawn.get_attribute("aria-label")
    assert said.startswith("22.9 % fail, 95 % interval ")
    assert said.endswith("; less than 3 % may fail")
    low, high, at, limit = (
        float(drawn.locator(where).get_attribute(name))
        for where, name in ((".reach", "x1"), (".reach", "x2"), (".estimate", "cx"), (".limit", "x1"))
    )
    assert limit < low < at < high


def test_the_difference_is_drawn_left_of_nothing_when_it_got_worse(page):
    drawn = page.locator(".criteria tr", has_text="pass rate").first.locator("svg[role=img]")

    assert float(drawn.locator(".estimate").get_attribute("cx")) < float(
        drawn.locator(".zero-line").get_attribute("x1")
    )
    assert drawn.get_attribute("aria-label").startswith("−22.9 points, 95 % interval −")


def test_each_grader_has_its_rate_with_an_interval(page):
    row = page.locator(".graders tbody tr").first

    assert row.inner_text().split("\t")[2:5] == ["80 %", "32", "8"]
    assert row.locator("svg[role=img]").get_attribute("aria-label").startswith("80 % of 40 judged, 95 % interval ")


def test_topics_and_cohorts_cross_and_lead_to_their_cases(page):
    page.click("#more-data > summary")
    heads = page.locator(".heat thead th").all_inner_texts()
    assert heads == ["Topic", "All", "enterprise", "self_serve"]

    cell = page.locator(".heat tr", has_text="parcel").locator("td a").nth(1)
    assert cell.inner_text().startswith("8 of 10")
    assert page.locator(".heat tr", has_text="parcel").locator("td a").first.inner_text().startswith("80 %")
    cell.click()

    page.wait_for_function("() => document.getElementById('filter-says').textContent === '10 of 40'")
    assert page.input_value("#filter") == "tag:parcel cohort:enterprise"


def test_a_slice_of_few_cases_is_a_count_and_no_rate(page):
    page.click("#more-data > summary")

    assert page.locator(".family tr", has_text="ticket").locator("td.few").inner_text().startswith("5 of 5")


def test_time_cost_and_length_are_told(page):
    page.click("#more-data > summary")
    section = page.locator(".beside section", has_text="A trial takes")

    assert [one.split("\t") for one in section.locator("tbody tr").all_inner_texts()] == [
        ["Time to answer", "1.5 s", "1.5 s", "1 min 0 s"],
        ["Characters said", "37", "37", "1,480"],
        ["Tokens", "980", "980", "39,200"],
        ["Cost", "$0.01", "$0.01", "$0.40"],
    ]


def test_earlier_runs_are_drawn_by_origin_with_the_same_in_words(page):
    page.click("#more-data > summary")

    assert [page.locator(".trend h3").nth(place).inner_text() for place in range(2)] == [
        "Share of golden cases that passed, run by run",
        "Share of ticket cases that passed, run by run",
    ]
    assert [page.locator(".trend").nth(place).locator("circle").count() for place in range(2)] == [3, 3]
    assert page.locator(".trend circle.here").count() == 2
    assert page.locator("#trend-told").text_content().startswith("run-01: 100 % of 35 cases passed, 95 % interval ")
    assert page.locator("#trend-2-told").text_content().startswith("run-01: 60 % of 5 cases passed. ")


def test_cohorts_not_treated_alike_are_told_with_their_cases(open_page):
    judged = {"verdicts": {"ids": PASSED}}
    siblings = {"refund[a]": Conduct(calls=("issue_refund(order_id=<b>1</b>)",)), "refund[b]": Conduct()}
    told = [
        (CaseEntry(id=name), trial(name, user("hi"), assistant("done"), judgement=Judgement(conduct=conduct, **judged)))
        for name, conduct in siblings.items()
    ]

    page = open_page(told)

    assert page.inner_text(".across li").startswith("refund: calls issue_refund(order_id=<b>1</b>) for a, not for b.")
    page.click(".across a >> nth=1")
    assert opened(page).locator("h2").inner_text() == "refund[b]"


def test_hostile_names_above_the_list_stay_text(open_page):
    nasty = "<img src=x onerror=window.pwned=1>\u202e"
    told = trial("a", user("hi"), assistant("hello"), verdicts={nasty: PASSED})
    heading = Heading(title=nasty, run_id=nasty, assistant=nasty)

    page = open_page([(CaseEntry(id="a", tags=(nasty,), cohort=nasty), told)], heading=heading)

    assert page.evaluate("() => window.pwned") is None
    assert page.locator("img").count() == 0
    assert "[U+202E]" in page.inner_text(".name")


def test_a_run_that_goes_on_says_so(open_page):
    page = open_page([], heading=Heading(title="x", run_id="r", assistant="a", in_progress=True))

    assert page.inner_text("h1") == "No trial has finished yet."
    assert page.inner_text(".running") == "still running"


def test_where_cases_are_of_several_origins_each_is_counted_by_itself(page):
    assert "Passed, by origin: golden 27 of 35, ticket 5 of 5" in page.inner_text("body")
