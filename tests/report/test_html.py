"""What stands in the page's file, byte by byte."""

import base64
import hashlib
import io
import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from report.page_trials import EVERYTHING, HOSTILE, PASSED, assistant, entry, hostile, shop, trial, user

from evalsuite.report.html import write_page
from evalsuite.report.words import Heading

HEADING = Heading(title="TechGadgets Pro", run_id="run-1", assistant="alex")
BLOCK = re.compile(r'<script type="application/octet-stream" data-block="(\w+)">([A-Za-z0-9+/=]*)</script>')


def written(trials, heading: Heading = HEADING) -> str:
    out = io.BytesIO()
    write_page(out, heading=heading, trials=trials)
    return out.getvalue().decode()


def shell(page: str) -> str:
    return BLOCK.sub("", page)


class Elements(HTMLParser):
    """The elements of a page with their attributes, scripts and styles apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen = []
        self.inline = {"script": [], "style": []}
        self.text = []
        self.within = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        self.within = self.inline.get(tag, self.text) if not dict(attrs).get("data-block") else []

    def handle_endtag(self, _tag):
        self.within = self.text

    def handle_data(self, data):
        if self.within is not None:
            self.within.append(data)


def test_the_same_trials_give_the_same_bytes():
    assert written(shop(130)) == written(shop(130))


def test_gives_back_the_count_of_what_is_on_the_page():
    summary = write_page(io.BytesIO(), heading=HEADING, trials=shop(100))

    assert summary.trials == 100
    assert summary.outcomes == {"pass": 93, "fail": 5, "ungraded": 2, "error": 0}


def heading_of(text: str) -> Heading:
    return Heading(title=text, run_id=text, assistant=text, model=text, command=text, provenance={text: text})


def shape(page: Elements) -> list[tuple[str, ...]]:
    """Every element with the names of its attributes, in order."""
    return [(tag, *attributes) for tag, attributes in page.seen]


@pytest.mark.parametrize("text", [*HOSTILE.values(), EVERYTHING], ids=[*HOSTILE, "everything"])
def test_no_text_of_a_trial_becomes_an_element_or_an_attribute(text):
    plain, found = (Elements(written([hostile(word, word)], heading_of(word))) for word in ("w" * len(text), text))

    assert shape(found) == shape(plain)
    assert found.inline == plain.inline


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_control_character_stands_in_the_shell(text):
    page = shell(written([hostile(text, text)], heading_of(text)))

    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff]", page)


def test_the_policy_lets_only_the_pages_own_script_and_style_in():
    page = Elements(written(shop(3)))

    policy = next(a["content"] for tag, a in page.seen if tag == "meta" and "http-equiv" in a)
    for kind in ("script", "style"):
        text = "".join(page.inline[kind])
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_page_names_nothing_outside_itself():
    page = Elements(written(shop(3)))

    links = [
        value for _, attributes in page.seen for name, value in attributes.items() if name in ("src", "href", "action")
    ]
    assert links
    assert all(link.startswith(("#", "data:")) for link in links)


def test_no_attribute_runs_or_styles_anything():
    page = Elements(written(shop(3)))

    assert not [name for _, attributes in page.seen for name in attributes if name.startswith("on") or name == "style"]


def test_no_trials_say_that_nothing_ran():
    out = io.BytesIO()
    summary = write_page(out, heading=HEADING, trials=iter(()))

    page = out.getvalue().decode()
    assert summary.trials == 0
    assert "Nothing ran" in page
    assert 'class="sentence tone-nothing"' in page
    assert 'class="sentence tone-pass"' not in page


def test_the_sentence_counts_what_failed_and_what_could_not_be_judged():
    assert ">5 of 100 cases failed; 2 could not be judged.</h1>" in written(shop(100))


def test_a_grader_that_crashed_is_told_above_the_list():
    from evalsuite.domain.run import Judgement

    crashed = Judgement(verdicts={"ids": PASSED}, grader_errors={"tone": "ZeroDivisionError: division by zero"})

    page = written([(entry("a"), trial("a", user("hi"), assistant("hello"), judgement=crashed))])

    assert "Graders that crashed: tone in 1 trial." in page


def test_nothing_is_written_where_the_trials_break_off():
    def broken():
        yield from shop(3)
        raise OSError("disk gone")

    out = io.BytesIO()
    with pytest.raises(OSError, match="disk gone"):
        write_page(out, heading=HEADING, trials=broken())

    assert out.getvalue() == b""


def test_an_unfinished_run_is_never_green():
    heading = Heading(title="t", run_id="r", assistant="a", in_progress=True)

    page = written([(entry("a"), trial("a", user("hi"), assistant("hello")))], heading)

    assert "So far: the one case passed." in page
    assert "still running" in page
    assert 'class="sentence tone-pass"' not in page


def test_the_heading_is_told_in_full():
    heading = Heading(
        title="Alex before the sale",
        run_id="20260302-alex",
        assistant="alex-v7",
        model="gpt-5-mini",
        started_at=datetime(2026, 3, 2, 14, 5, tzinfo=UTC),
        provenance={"cases": "51a0c2ff", "commit": "4f3a2b1"},
        command="evalsuite run cases --assistant alex-v7",
    )

    text = "".join(Elements(written(shop(2), heading)).text)

    wanted = ["Alex before the sale", "Run 20260302-alex", "alex-v7", "gpt-5-mini", "2026-03-02 14:05 UTC", "51a0c2ff"]
    assert [word for word in (*wanted, "4f3a2b1", heading.command) if word not in text] == []


def test_graders_beyond_the_eighth_stand_behind_a_button():
    verdicts = {f"says#{n}": PASSED for n in range(1, 13)}

    page = written([(entry("a"), trial("a", user("hi"), assistant("hello"), verdicts=verdicts))])

    assert "Show all 12 graders" in page
    assert [f">says#{n}<" in page for n in range(1, 13)] == [True] * 12


def test_a_thousand_trials_take_less_than_a_megabyte():
    assert len(written(shop(1000))) < 1_000_000
