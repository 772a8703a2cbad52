"""Replies that differ in one thing, and the findings that this thing alone makes."""

from pathlib import Path

import pytest
import yaml
from build import context, says, user

from evalsuite.domain.case import Case
from evalsuite.graders.style import style
from evalsuite.graders.tone import tone
from evalsuite.protocols import Knowledge

ITEMS = yaml.safe_load((Path(__file__).parent / "tone_items.yaml").read_text("utf-8"))


def errors(cohort, asked, reply):
    """Codes of error severity that tone and style find in a reply."""
    knowledge = Knowledge()
    talk = context(user(asked), says(reply), case=Case(id="c", cohort=cohort))
    verdicts = [tone(knowledge=knowledge)(talk), style(knowledge=knowledge)(talk)]
    return {one.code for verdict in verdicts for one in verdict.findings if one.severity == "error"}


@pytest.mark.parametrize(
    ("cohort", "asked", "reply", "wanted"), ITEMS, ids=[f"{number}" for number in range(len(ITEMS))]
)
def test_a_reply_has_the_findings_of_the_one_thing_that_is_wrong_with_it(cohort, asked, reply, wanted):
    found = errors(cohort, asked, reply)

    assert found == set(wanted)


def test_there_are_as_many_contrasts_as_the_kinds_need():
    assert len(ITEMS) >= 60
    assert sum(not wanted for *_, wanted in ITEMS) >= 20
