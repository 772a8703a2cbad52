"""A real browser for pages, and a way to open trials in it."""

import os
import shutil

import pytest

from evalsuite.report.html import write_page
from evalsuite.report.words import Heading

HEADING = Heading(title="TechGadgets Pro", run_id="run-1", assistant="alex", model="alex-1")


@pytest.fixture(scope="module")
def browser():
    # Not for the whole session: while it is open, playwright keeps an event loop running in this thread.
    path = os.environ.get("CHROME_PATH") or shutil.which("chromium")
    if not path:
        # Where changes are checked, a test that quietly did not run would look like one that passed.
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs Chromium: run `make browser`")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: install the extra 'dev'")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def watched(browser):
    """One tab for all tests of a module, and what its pages complain about or ask the network for."""
    complaints = []
    page = browser.new_page()
    page.set_default_timeout(10_000)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: request.url.startswith(("file:", "data:")) or complaints.append(request.url))
    return page, complaints


@pytest.fixture
def tab(watched):
    """The tab at 1280 x 860 in light colours; a page that complains fails the test."""
    page, complaints = watched
    page.set_viewport_size({"width": 1280, "height": 860})
    page.emulate_media(color_scheme="light")
    yield page
    told = complaints.copy()
    complaints.clear()
    assert told == []


def complete(page) -> None:
    """Waits until every row is there, or the page has said why not."""
    page.wait_for_function(
        "() => document.getElementById('filter-says').textContent || !document.getElementById('blank').hidden"
    )


@pytest.fixture
def open_page(tab, tmp_path):
    """Writes trials to a page and opens it at an address: `open_page(trials, "#case=a")` gives the tab."""

    def show(trials, address: str = "", *, heading: Heading = HEADING):
        path = tmp_path / "page.html"
        with path.open("wb") as out:
            write_page(out, heading=heading, trials=trials)
        tab.goto(path.as_uri() + address)
        tab.wait_for_selector(".row, #blank:not([hidden])")
        return tab

    return show
