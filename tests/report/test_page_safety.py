"""The page in a real browser, given the worst of texts, the smallest of screens and a torn file."""

import pytest
from report.page_trials import FINDING, HOSTILE, HOSTILE_LINE, at, found, hostile, one, opened, shop

WRAPS = {
    "as it is": "§",
    "in capitals": "§",
    "before a line break": "§\r\nsecond line",
    "in an element": "<b>§</b>",
    "behind a closing quote": "\"'>§",
    "in a link": "[click](§)",
    "in JSON": '{"a": "§"}',
    "in an attribute": "<a title='§' href=javascript:window.pwned=8>x</a>",
    "twice": "§§",
    "in a comment": "<!--§-->",
    "in a style": "<style>*{display:none}</style>§",
    "in a table": "<table><tr><td>§",
    "among accents": "Z\u0351\u036b\u0343a\u0325l\u0343g\u0329o §",
    "behind much of it": "§" + "\u202e§" * 40,
    "in a template": "`${(() => { § })()}`",
}


def nasty_texts() -> dict[str, str]:
    """Two hundred and more, each once."""
    texts = {}
    for name, text in HOSTILE.items():
        for how, wrap in WRAPS.items():
            made = wrap.replace("§", text)
            texts[f"{name}, {how}"] = made.upper() if how == "in capitals" else made
    return texts


READ_ALL = """async (texts) => {
  const wrong = [];
  const check = (row, name, holds) => holds || wrong.push(`${texts[row.number][0]}: ${name}`);
  const places = [".panel-head h2", ".tool code", ".call .json", ".result .json", ".finding", ".failure", ".verdicts"];
  const bare = (text) => text.replace(/\\s+/g, "");
  for (const row of state.trials) {
    await show(row);
    for (const fold of document.querySelectorAll("#panel details")) fold.open = true;
    const seen = visible(texts[row.number][1]);
    check(row, "said", document.querySelector("#panel .role-user .said").textContent === seen);
    for (const place of places) {
      const holder = document.querySelector(`#panel ${place}`);
      check(row, place, holder && bare(holder.textContent).includes(bare(seen).slice(0, 40)));
    }
    check(row, "elements", !document.querySelector("#panel :is(img, svg, script, iframe, style, table, b b)"));
    check(row, "width", document.getElementById("panel").scrollWidth <= document.getElementById("panel").clientWidth);
    check(row, "address", new URLSearchParams(addressOf(row).slice(1)).get("case") === keyOf(row));
  }
  return wrong;
}"""


@pytest.mark.parametrize("width", [1280, 390])
def test_two_hundred_hostile_texts_in_every_field_are_text_and_break_nothing(open_page, tab, width):
    texts = list(nasty_texts().items())
    assert len(texts) >= 200
    tab.set_viewport_size({"width": width, "height": 860})

    page = open_page(hostile(text, f"{number} {text}") for number, (_, text) in enumerate(texts))

    assert page.evaluate(READ_ALL, texts) == []
    page.evaluate("() => list.draw(true)")
    titles = page.evaluate("() => [...document.querySelectorAll('#rows .title')].map((one) => one.textContent)")
    assert sorted(titles) == sorted(page.evaluate("texts => texts.map((one) => visible(shortened(one[1])))", texts))
    assert page.evaluate("() => window.pwned") is None
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("() => [...document.querySelectorAll('#rows li')].every((one) => one.offsetHeight <= 61)")


def test_a_hostile_case_id_can_be_linked_to(open_page):
    page = open_page(hostile(text, text) for text in HOSTILE.values())

    for text in HOSTILE.values():
        key = page.evaluate("text => visible(text)", text)
        page.evaluate("key => { location.hash = `#${new URLSearchParams({ case: key, attempt: 1 })}`; }", key)
        page.wait_for_function("key => document.querySelector('#panel h2')?.textContent === key", arg=key)


def test_a_megabyte_in_every_field_neither_hangs_nor_hangs_over(open_page):
    page = open_page([*shop(2), hostile(HOSTILE_LINE, "big")], at("big"))

    panel = opened(page)
    assert len(panel.text_content()) < 400_000
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_line_of_a_megabyte_is_cut_and_can_be_shown_whole(open_page):
    text = f"{HOSTILE_LINE}ORD-999 {HOSTILE_LINE}"
    page = open_page(one(found(text, "ORD-999"), reply=text), at("late"))

    said = opened(page).locator(".role-assistant .said")
    assert len(said.text_content()) < 10_000
    assert page.locator("mark").all_text_contents() == ["ORD-999"]

    said.locator(".gap").first.click()
    assert said.text_content() == text
    assert page.locator("mark").all_text_contents() == ["ORD-999"]


def test_a_bidi_override_turns_no_other_text_about(open_page):
    page = open_page(one(reply="pay \u202eeurt"), at("late"))

    said = opened(page).locator(".role-assistant .said")
    assert said.text_content() == "pay [U+202E]eurt"
    assert said.locator(".odd").get_attribute("title") == "U+202E"


def test_a_script_that_is_not_the_pages_own_does_not_run(open_page, watched, tmp_path):
    page = open_page(shop(3))
    _, complaints = watched
    path = tmp_path / "page.html"
    path.write_text(path.read_text("utf-8").replace("<h1", "<script>window.pwned = 1</script><h1"), "utf-8")

    page.reload()
    page.wait_for_selector(".row")

    assert page.evaluate("window.pwned") is None
    assert "Content Security Policy" in complaints.pop()


def test_a_page_that_was_cut_off_says_so(open_page, tmp_path):
    page = open_page(shop(200))
    path = tmp_path / "page.html"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index('data-block="2"') + 500], "utf-8")

    page.goto(path.as_uri() + at("blue-00199"))
    page.reload()
    page.wait_for_selector(".row")
    page.evaluate("show(state.trials.find((row) => row.number === 199))")

    told = page.locator("#panel .failure")
    told.wait_for()
    assert "incomplete" in told.inner_text() or "damaged" in told.inner_text()
    assert page.locator("h1").inner_text() == "10 of 200 cases failed; 4 could not be judged."


@pytest.mark.parametrize("case", ["", at("everything")], ids=["list", "case"])
def test_nothing_hangs_over_the_edge_of_a_narrow_screen(open_page, tab, case):
    tab.set_viewport_size({"width": 390, "height": 844})
    page = open_page([*shop(20), hostile("everything" * 30, "everything"), *one(FINDING)], case)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.getElementById('panel').scrollWidth") <= 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(open_page, tab, scheme):
    """WCAG AA: 4.5 to 1, for every pair of colours that text is set in."""
    tab.emulate_media(color_scheme=scheme)
    page = open_page(one(FINDING))
    tones = ["fail", "error", "ungraded", "pass", "info"]
    grounds = {
        "ground": ["ink", "soft", "accent", *tones],
        "sheet": ["ink", "soft", "accent", *tones],
        "raised": ["soft"],
    }
    grounds |= {f"{tone}-wash": [tone, "ink", "soft"] for tone in tones} | {"customer": ["ink"], "assistant": ["ink"]}
    pairs = [(front, back) for back, fronts in grounds.items() for front in fronts]

    colours = page.evaluate(
        "names => { const style = getComputedStyle(document.documentElement);"
        " return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])); }",
        sorted({name for pair in pairs for name in pair}),
    )

    assert [pair for pair in pairs if contrast(*(colours[name] for name in pair)) < 4.5] == []


def contrast(front: str, back: str) -> float:
    light, dark = sorted((luminance(front), luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
