"""Verdicts marked on the page, in a browser, as a support lead does it."""

import json

import pytest
from report.page_trials import FINDING, PASSED, REPLY, assistant, at, entry, opened, trial, user

from evalsuite.codec.reviews import read_reviews, words_of
from evalsuite.domain.run import Judgement
from evalsuite.domain.verdict import verdict_of
from evalsuite.report.visible import visible

VERDICTS = {"ids": verdict_of([FINDING]), "claims": PASSED}
JUDGEMENT = Judgement(verdicts=VERDICTS, graders={"ids": "0f3a", "claims": "1b"})


def trials(case_id="late"):
    told = trial(case_id, user("Where is it?"), assistant(REPLY), judgement=JUDGEMENT)
    return [(entry(case_id, title="Wants money back"), told)]


@pytest.fixture
def page(open_page):
    """A page with a case open; marks of another test's page are gone."""

    def show(case_id="late"):
        shown = open_page(trials(case_id), at(visible(case_id)))
        shown.evaluate("localStorage.clear()")
        shown.reload()
        opened(shown)
        return shown

    return show


def mark(page, grader: str, word: str) -> None:
    page.locator("#panel details").evaluate_all("all => all.forEach((one) => { one.open = true })")  # passed: folded
    page.get_by_role("button", name=f"The verdict of {grader} is {word}", exact=True).click()


def download(page):
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download", exact=True).click()
    data = waiting.value.path().read_bytes()
    return waiting.value.suggested_filename, read_reviews("review.json", data)


def test_marked_verdicts_are_downloaded_as_the_import_reads_them(page):
    shown = page()
    mark(shown, "ids", "wrong")
    shown.get_by_label("Note on the verdict of ids").fill("It is 😀 our own “number”.")
    mark(shown, "claims", "right")
    shown.get_by_label("Your name").fill("Dana")

    name, told = download(shown)

    assert (name, told.run, told.complaints) == ("review-run-1.json", "run-1", ())
    ids, claims = (one.review for one in told.reviews)
    assert (ids.case_id, ids.grader, ids.outcome, ids.right) == ("late", "ids", "fail", False)
    assert (ids.note, ids.reviewer, ids.fingerprint) == ("It is 😀 our own “number”.", "Dana", "0f3a")
    assert ids.words == words_of(trials()[0][1])
    assert (claims.right, claims.note) == (True, "")
    assert ids.at.tzinfo is not None


def test_the_tray_counts_marks_and_goes_when_they_do(page):
    shown = page()
    tray = shown.locator("#reviews")
    assert tray.is_hidden()

    mark(shown, "ids", "wrong")
    mark(shown, "claims", "right")
    assert "2 verdicts marked" in tray.inner_text()

    mark(shown, "claims", "right")
    assert "1 verdict marked" in tray.inner_text()

    shown.get_by_role("button", name="Take it back").click()
    assert tray.is_hidden()
    assert shown.locator(".review button[aria-pressed=true]").count() == 0


def test_a_mark_can_be_turned_about_and_keeps_its_note(page):
    shown = page()
    mark(shown, "ids", "wrong")
    shown.get_by_label("Note on the verdict of ids").fill("Hm.")
    mark(shown, "ids", "right")

    _, told = download(shown)

    assert [(one.review.right, one.review.note) for one in told.reviews] == [(True, "Hm.")]


def test_marks_are_there_again_when_the_page_is_opened_again(page):
    shown = page()
    mark(shown, "ids", "wrong")
    shown.get_by_label("Note on the verdict of ids").fill("Look again.")

    shown.reload()

    opened(shown)
    assert shown.get_by_label("Note on the verdict of ids").input_value() == "Look again."
    assert "1 verdict marked" in shown.locator("#reviews").inner_text()


def test_a_mark_on_other_words_is_not_kept(page):
    shown = page()
    mark(shown, "ids", "wrong")
    shown.evaluate(
        "() => { const key = 'evalsuite-review:run-1'; const kept = JSON.parse(localStorage[key]);"
        " kept.reviews[0].words = 'other'; localStorage[key] = JSON.stringify(kept); }"
    )

    shown.reload()

    opened(shown)
    assert shown.locator(".review button[aria-pressed=true]").count() == 0


def test_what_is_kept_here_by_something_else_breaks_nothing(page):
    shown = page()
    shown.evaluate("localStorage['evalsuite-review:run-1'] = '<b>no JSON</b>'")

    shown.reload()

    opened(shown)
    assert shown.locator("#reviews").is_hidden()


def test_keys_typed_into_a_note_move_nothing(page):
    shown = page()
    mark(shown, "ids", "wrong")

    shown.get_by_label("Note on the verdict of ids").press_sequentially("jfk/?")

    assert opened(shown).locator("h2").inner_text() == "Wants money back"
    assert shown.get_by_label("Note on the verdict of ids").input_value() == "jfk/?"


@pytest.mark.parametrize("case_id", ['a"b\\c', "</script>\u2028", "half \ud800", "tab\tbell\x07\x9f"])
def test_a_hostile_id_comes_back_from_the_file(page, case_id):
    shown = page(case_id)
    mark(shown, "ids", "wrong")
    shown.get_by_label("Note on the verdict of ids").fill(f"note {json.dumps(case_id)}")

    _, told = download(shown)

    assert told.reviews[0].review.case_id == visible(case_id)
