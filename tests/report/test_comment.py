"""The comment on a pull request."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.page_trials import FINDING, HOSTILE, HOSTILE_LINE, REPLY, assistant, entry, hostile, shop, trial, user
from report.test_page_decision import weighed

from evalsuite.domain.run import Failure, result_of
from evalsuite.domain.verdict import verdict_of
from evalsuite.report.cases import told_by_case
from evalsuite.report.comment import LONGEST, Links, comment, marker
from evalsuite.report.markdown import code, plain
from evalsuite.report.words import Heading
from evalsuite.summary import summarize

HEADING = Heading(title="t", run_id="run-1", assistant="alex", provenance={"evalsuite": "1.2"})
FAILS = {"ids": verdict_of([FINDING])}


def written(*trials, heading=HEADING, **more) -> str:
    summary = summarize(result_of(one) for _, one in trials)
    return comment(heading, summary, told_by_case(trials), **more)


def went(case_id, **fields):
    return entry(case_id), trial(case_id, user("hi"), assistant(REPLY), **fields)


def test_the_marker_comes_first_so_that_the_comment_can_be_written_anew():
    assert written(went("good")).splitlines()[0] == marker("alex") == "<!-- evalsuite report: alex -->"


def test_no_name_of_an_assistant_ends_the_marker():
    assert marker("a --> <b>").count("-->") == 1


def test_the_answer_comes_next():
    assert written(went("good"), went("bad", verdicts=FAILS)).splitlines()[1] == "### 1 of 2 cases failed."


def test_a_run_in_progress_says_so():
    heading = Heading(title="t", run_id="r", assistant="alex", in_progress=True)

    assert "### So far: the one case passed." in written(went("good"), heading=heading)


def test_a_case_that_failed_is_named_with_its_place_and_its_words():
    line = "- `bad` · failed · `cases/refunds.yaml:14`: `ids: invented_id: No tool result holds ORD-999.`"

    assert line in written(went("bad", verdicts=FAILS)).splitlines()


def test_links_lead_to_the_page_and_to_the_yaml():
    links = Links(page="https://ci.example/1/page.html", source="https://git.example/shop/blob/4f3a/")

    told = written(went("bad (late) [1]", verdicts=FAILS), links=links)

    assert "(https://ci.example/1/page.html#case=bad%20%28late%29%20%5B1%5D&attempt=1)" in told
    assert "[`cases/refunds.yaml:14`](https://git.example/shop/blob/4f3a/cases/refunds.yaml#L14)" in told


def test_the_decision_stands_above_what_flipped():
    told = written(*shop(40), weighed=weighed())

    decision = weighed().decision
    assert told.splitlines()[1] == f"### {plain(decision.sentence)}"
    assert all(f"- {plain(reason)}" in told for reason in decision.reasons)
    assert told.index("| baseline |") < told.index("**What did not pass**")


def test_more_than_ten_cases_are_folded():
    told = written(*(went(f"case-{number:02}", verdicts=FAILS) for number in range(12)))

    above, _, folded = told.partition("<details><summary>More (2)</summary>")
    assert above.count("\n- `case-") == 10
    assert folded.count("\n- `case-") == 2


def test_no_comment_is_too_long_for_github():
    reason = "why " * 100
    long = {"ids": verdict_of([FINDING, *([FINDING] * 3)]), "claims": verdict_of([FINDING])}
    trials = [
        (entry(f"case-{number}", title=reason), went(f"case-{number}", verdicts=long)[1]) for number in range(2000)
    ]

    told = written(*trials, links=Links(page="https://ci.example/" + "x" * 300))

    assert 0.9 * LONGEST < len(told) <= LONGEST
    left = int(re.search(r"… and ([\d,]+) more", told)[1].replace(",", ""))
    assert left + told.count("\n- [`case-") == 2000


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), HOSTILE_LINE[:5000], "``` a `b` ```", "@everyone #1 www.evil.example"]
)
def test_hostile_text_stays_in_its_code_span(text):
    heading = Heading(title=text, run_id=text, assistant=text, model=text, provenance={"evalsuite": text})

    told = written(hostile(text, text), heading=heading)

    outside = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", told.replace(marker(text), ""))
    assert not re.search(r"<(?!!-- -->|/?(details|summary|sub)>)|@\w|#\d|://|www\.", outside)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]", told)


@given(st.text(st.characters()))
def test_a_code_span_holds_its_text_and_no_other_fence(text):
    told = code(text)

    if told:
        fence = re.match("`+", told)[0]
        assert told.endswith(fence)
        assert fence not in re.findall("`+", told[len(fence) : -len(fence)])
    assert "\n" not in told


def test_names_in_our_sentences_mention_nobody_and_link_nothing():
    assert plain("ask @dana about #12, a_b* <b> https://x.example") == (
        r"ask @<!-- -->dana about #<!-- -->12, a\_b\* &lt;b\> https:<!-- -->//x.example"
    )


def test_a_void_attempt_is_not_told_as_the_assistants():
    text = written(went("lamp", error=Failure(kind="bad_simulation", text="it fell out of its part")))

    assert "- `lamp` · void · " in text


def test_what_is_known_of_judges_stands_above_the_cases():
    heading = replace(HEADING, notes=("Nobody measured the judge.",))
    text = written(went("late", verdicts=FAILS), heading=heading)

    assert text.index("Nobody measured the judge.") < text.index("What did not pass")
