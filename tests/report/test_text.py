"""A run told in the terminal, whatever its texts hold."""

import pytest
from report.page_trials import HOSTILE, hostile

from evalsuite.domain.run import result_of
from evalsuite.report.text import conversation_text, summary_text, trial_line, trial_text
from evalsuite.report.visible import visible
from evalsuite.summary import summarize

FORGED = "late\n::error file=a.py,line=1::forged\n##[command]rm"


def told(text: str) -> str:
    entry, trial = hostile(text, text)
    summary = summarize([result_of(trial)])
    lines = [trial_line(entry, trial), trial_text(entry, trial), conversation_text(trial), summary_text(summary)]
    return "\n".join(lines)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_reaches_the_terminal_that_a_terminal_obeys(text):
    assert visible(told(text)) == told(text)


def test_no_line_of_a_text_becomes_a_line_of_its_own():
    assert [line for line in told(FORGED).splitlines() if line.strip().startswith(("::", "##["))] == []
