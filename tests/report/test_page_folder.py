"""A page in a folder, whose parts are loaded when they are looked at, opened from a disk."""

import re

import pytest
from report.conftest import HEADING
from report.page_trials import assistant, at, entry, opened, shop, trial, user

from evalsuite.domain.run import result_of
from evalsuite.report.html import write_folder, write_page


@pytest.fixture
def folder(tmp_path):
    def make(trials, **more):
        path = tmp_path / "report"
        path.mkdir()
        write_folder(path, heading=HEADING, trials=trials, **more)
        return path

    return make


@pytest.fixture
def show(tab, folder):
    """Writes trials to a folder and opens its page: `show(trials, "#case=a")` gives the tab."""

    def show(trials, address="", **more):
        tab.goto((folder(trials, **more) / "index.html").as_uri() + address)
        tab.wait_for_selector(".row")
        return tab

    return show


def contents(path) -> dict[str, bytes]:
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in path.rglob("*.*")}


def test_the_same_trials_give_the_same_files(folder, tmp_path):
    first = contents(folder(shop(300)))
    again = tmp_path / "again"
    again.mkdir()
    write_folder(again, heading=HEADING, trials=shop(300))

    assert contents(again) == first
    assert {"index.html", "data/0.js", "data/4.js"} <= set(first)


def test_a_body_is_loaded_when_it_is_looked_at(show):
    trials = list(shop(300))
    page = show(trials)
    asked = []
    note = lambda request: asked.append(request.url.rpartition("/")[2])  # noqa: E731  - taken off again below
    page.on("request", note)

    page.evaluate("show(state.trials.find((row) => row.number === 299))")

    assert opened(page).locator("h2").inner_text() == trials[299][0].title
    page.remove_listener("request", note)
    assert asked == ["4.js"]


def test_a_link_to_a_case_opens_it(show):
    trials = list(shop(300))
    page = show(trials, at(trials[250][0].id))

    assert trials[250][0].title in opened(page).locator("h2").inner_text()


def test_the_filter_reaches_all_trials(show):
    page = show(shop(300))

    page.fill("#filter", "status:fail")

    page.wait_for_function("count => document.getElementById('filter-says').textContent.startsWith(count)", arg="15 of")


def test_the_baselines_trials_are_there_too(show):
    before = [one for _, one in shop(300)]
    page = show(shop(200), before=before)

    read = "async (number) => (await readBefore(state.trials.find((row) => row.number === number))).case_id"
    assert page.evaluate(read, 150) == before[150].case_id


def test_a_long_text_that_was_said_before_is_shown(show):
    long = "Our policy is as follows. " * 20
    page = show([(entry(name), trial(name, user(long), assistant("Fine."))) for name in ("one", "two")], at("two"))

    assert opened(page).locator(".role-user .said").text_content() == long


def test_a_missing_file_is_named(show, watched, tmp_path):
    page = show(shop(300))
    _, complaints = watched
    (tmp_path / "report" / "data" / "4.js").unlink()

    page.evaluate("show(state.trials.find((row) => row.number === 299))")

    told = page.locator("#panel .failure")
    told.wait_for()
    assert "The file data/4.js is missing" in told.inner_text()
    assert "ERR_FILE_NOT_FOUND" in complaints.pop()


@pytest.mark.parametrize("name", ["../../x", "https://evil.example/x", "0.js?"])
def test_no_other_file_than_a_part_can_be_named(show, name):
    page = show(shop(300))

    told = page.evaluate("name => { try { return String(address(name)) } catch (error) { return error.name } }", name)
    assert told == "TypeError"


def test_no_other_script_can_be_loaded(show, watched):
    page = show(shop(300))
    _, complaints = watched

    told = page.evaluate("() => { try { document.createElement('script').src = 'x.js' } catch (e) { return e.name } }")

    assert told == "TypeError"
    assert "TrustedScriptURL" in complaints.pop()


def test_parts_stand_in_no_other_place_of_the_policy(folder):
    text = (folder(shop(10)) / "index.html").read_text("utf-8")

    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
    assert policy.startswith("default-src &#39;none&#39;; script-src &#39;sha256-")
    assert "unsafe" not in policy
    assert "&#39;strict-dynamic&#39;" in policy


# -- what both kinds of page hold


def rows(page) -> list[dict]:
    return page.evaluate("state.trials")


def test_a_row_tells_what_became_of_its_case_in_the_baseline(open_page, tab, tmp_path):
    before = [
        trial("paid", user("hi")),
        *(result_of(one) for _, one in shop(2)),
    ]
    path = tmp_path / "page.html"
    with path.open("wb") as out:
        write_page(out, heading=HEADING, trials=shop(3), before=before)
    tab.goto(path.as_uri())
    tab.wait_for_selector(".row")

    told = {row["number"]: (row["was"], row["share"], row["old"]) for row in rows(tab)}
    assert told == {0: ("fail", 0, -1), 1: ("ungraded", 0, -1), 2: ("", None, -1)}
