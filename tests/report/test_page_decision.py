"""The page of a run that was held against another one, in a browser."""

import io

import pytest
from outcomes import result, side
from report.page_trials import EVERYTHING, HOSTILE, PASSED, assistant, entry, opened, trial, user

from evalsuite.compare import compare
from evalsuite.domain.decision import GateRules, Weighed
from evalsuite.domain.run import result_of
from evalsuite.domain.verdict import Finding, verdict_of
from evalsuite.gate import decide
from evalsuite.report.html import write_page
from evalsuite.report.words import Heading

HEADING = Heading(title="TechGadgets Pro", run_id="run-2", assistant="new")


def trials():
    ill = verdict_of([Finding(code="invented_id", reason="Nobody gave it.")])
    for i in range(40):
        bad = i < 8
        told = trial(f"c{i:02d}", user("Where?"), assistant("There."), verdicts={"ids": ill if bad else PASSED})
        yield entry(f"c{i:02d}", title=f"Case {i}"), told


def weighed(name="old", **rules):
    """As the run on the page does against one that failed in the last case only."""
    before = [
        result(f"c{i:02d}", "fail" if i == 39 else "pass", graders={"ids": "fail" if i == 39 else "pass"})
        for i in range(40)
    ]
    after = [result_of(one) for _, one in trials()]
    comparison = compare(side(*before, name=name, run="run-1"), side(*after, name="new", run="run-2"))
    return Weighed(comparison=comparison, decision=decide(comparison, GateRules(hard_zero={"ids": 0.03}, **rules)))


@pytest.fixture
def page(tab, tmp_path):
    def show(address="", told=None):
        path = tmp_path / "page.html"
        with path.open("wb") as out:
            write_page(out, heading=HEADING, trials=trials(), weighed=told or weighed())
        tab.goto(path.as_uri() + address)
        tab.wait_for_selector(".row")
        return tab

    return show


def test_the_decision_stands_on_top(page):
    shown = page()

    assert shown.locator("h1").inner_text() == (
        "Hold new: ids got worse, 8 of 40 cases now fail (1 before); less than 3 % is allowed."
    )
    row = shown.locator(".criteria tr", has_text="ids fails")
    assert [one.strip() for one in row.inner_text().split("\t") if one.strip()][:4] == [
        "ids fails", "2.5 %", "20 %", "+17.5",
    ]  # fmt: skip
    assert row.locator(".answer-hold").inner_text() == "hold"
    assert "8 of 40 cases failed." in shown.locator(".this-run").inner_text()
    assert "Hold new" in shown.title()


@pytest.mark.parametrize(("kind", "count"), [("regression", 8), ("improvement", 1)])
def test_flips_are_a_click_away_and_marked(page, kind, count):
    shown = page()

    shown.get_by_role("link", name=f"{count} {kind}").click()
    shown.wait_for_function("document.getElementById('filter').value.startsWith('flip:')")

    assert shown.locator("#filter").input_value() == f"flip:{kind}"
    assert shown.locator("#filter-says").inner_text() == f"{count} of 40"
    assert shown.locator(".row .chip").first.inner_text() == kind


def test_what_would_change_the_answer_is_told(page):
    assert "mend the 8 cases in which ids fails" in page().locator(".decision").inner_text()


def test_a_flipped_case_opens_as_any_other(page):
    shown = page("#case=c00&attempt=1")

    assert "There." in opened(shown).inner_text()


def test_hostile_names_stay_text(page):
    shown = page(told=weighed(name=EVERYTHING))

    assert shown.evaluate("window.pwned") is None
    assert HOSTILE["script"] in shown.locator(".decision").inner_text()


def test_without_a_baseline_the_page_says_nothing_of_one():
    out = io.BytesIO()
    write_page(out, heading=HEADING, trials=trials())

    assert b'class="decision"' not in out.getvalue()
    assert b'<h1 class="sentence tone-fail">8 of 40 cases failed.</h1>' in out.getvalue()


def test_the_same_decision_gives_the_same_bytes():
    one, other = io.BytesIO(), io.BytesIO()
    write_page(one, heading=HEADING, trials=trials(), weighed=weighed())
    write_page(other, heading=HEADING, trials=trials(), weighed=weighed())

    assert one.getvalue() == other.getvalue()
