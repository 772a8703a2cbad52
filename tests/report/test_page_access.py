"""The page without a mouse or without eyes: axe-core's rules, and a walk by keyboard alone, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from report.page_trials import FINDING, at, hostile, one, opened, shop
from report.test_page_overview import told_page

GRAVE = {"serious", "critical"}


def faults(page) -> list[tuple[str, str]]:
    response = Axe().run(page).response
    return [
        (rule["id"], node["html"][:200])
        for rule in response["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_serious_fault(tab, tmp_path, scheme, width):
    tab.set_viewport_size({"width": width, "height": 860})
    tab.emulate_media(color_scheme=scheme)
    page = told_page(tab, tmp_path)
    page.evaluate("() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }")
    found = {"overview": faults(page)}

    page.evaluate("address => { location.hash = address; }", at("c00"))
    opened(page)
    page.locator("#panel details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    found["transcript"] = faults(page)
    page.keyboard.press("d")
    page.wait_for_selector(".sides")
    found["comparison"] = faults(page)
    page.keyboard.press("?")
    found["help"] = faults(page)

    assert {place: list_ for place, list_ in found.items() if list_} == {}


def test_axe_finds_no_serious_fault_in_hostile_texts(open_page):
    page = open_page([*shop(3), hostile("<b>x</b> \u202e\x1b[31m \ud800", "odd")], "#case=odd")
    opened(page)

    assert faults(page) == []


def test_the_page_can_be_walked_by_keyboard_alone(tab, tmp_path):
    page = told_page(tab, tmp_path)

    def focused() -> str:
        return page.evaluate("() => document.activeElement.id || document.activeElement.className")

    def tab_to(name: str, most: int = 60) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if focused() == name:
                return
        pytest.fail(f"{name} cannot be reached: the focus is on {focused()!r}")

    tab_to("quote")
    tab_to("filter", 90)
    page.keyboard.type("status:fail")
    page.wait_for_function("() => document.getElementById('filter-says').textContent === '8 of 40'")
    tab_to("row")
    page.keyboard.press("Enter")
    opened(page)
    page.wait_for_function("() => document.activeElement.id === 'panel'")
    tab_to("view")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sides")
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel", state="hidden")
    assert focused() == "row"

    page.keyboard.press("?")
    page.wait_for_selector("#help[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("#help", state="hidden")


def test_a_link_followed_by_keyboard_takes_the_focus_to_the_case(tab, tmp_path):
    page = told_page(tab, tmp_path)
    page.focus(".quote")

    page.keyboard.press("Enter")

    opened(page)
    page.wait_for_function("() => document.activeElement.id === 'panel'")


def test_marks_and_values_are_reached_by_tab_and_tell_what_they_mean(open_page):
    page = open_page(one(FINDING), at("late"))
    opened(page)
    page.locator("#message-1 .anchor").focus()

    page.keyboard.press("Tab")

    assert page.evaluate("() => document.activeElement.tagName") == "MARK"
    assert page.inner_text("#tip") == "invented_id: No tool result holds ORD-999."
    assert page.evaluate("() => document.activeElement.getAttribute('aria-describedby')") == "finding-1 tip"


def test_the_screen_reader_hears_which_case_was_opened(open_page):
    page = open_page(shop(20))

    page.keyboard.press("j")
    opened(page)

    assert page.inner_text("#told").startswith("failed: Asks about a")
