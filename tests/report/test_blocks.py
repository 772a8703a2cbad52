"""Trials packed for a page, read back as its script reads them."""

import json
import zlib
from dataclasses import replace

from build import call
from hypothesis import given
from hypothesis import strategies as st
from report.page_trials import entry, shop, trial, user

from evalsuite.codec import records
from evalsuite.codec.reviews import words_of
from evalsuite.domain.run import Failure, Trial, result_of
from evalsuite.domain.verdict import abstain
from evalsuite.report.blocks import AT_ONCE, ROWS, Pack
from evalsuite.report.bodies import LINES, LONG

WORST_FIRST = ["error", "fail", "ungraded", "pass"]


class Packed:
    """Everything that was packed, and what of it a page has at once."""

    def __init__(self, trials, *, before=()):
        self.parts = {}
        pack = Pack("run-1", self.parts.__setitem__)
        for one in before:
            pack.before(one)
        for made in trials:
            pack.add(*made)
        ready = dict(pack.close(files=False))
        self.ready = list(ready)
        self.parts |= ready
        self.index = json.loads(self.text("index"))

    def text(self, name):
        return zlib.decompress(self.parts[name], -zlib.MAX_WBITS).decode()

    def rows(self):
        for name, count in self.index["parts"]:
            columns = [values(column) for column in json.loads(self.text(name))]
            assert {len(column) for column in columns} == {count}
            yield from (dict(zip(self.index["fields"], row, strict=True)) for row in zip(*columns, strict=True))

    def line(self, number, *, prefix="", starts="bodies"):
        part = max(place for place, start in enumerate(self.index[starts]) if start <= number)
        return self.text(f"{prefix}{part}").split("\n")[number - self.index[starts][part]]

    def trial(self, number, **which):
        """As the page's script reads it: long texts that were said before are put back."""
        told = json.loads(self.line(number, **which))
        said = told["transcript"]
        for holder, name in [(said, "system"), *((message, "text") for message in said["messages"])]:
            holder[name] = self.put_back(holder.get(name))
        said["documents"] = [self.put_back(text) for text in said.get("documents", ())]
        return records.unplain(Trial, told)

    def put_back(self, text):
        return json.loads(self.line(text["same"], prefix="c", starts="texts")) if isinstance(text, dict) else text


def values(column):
    return column if isinstance(column, list) else [column["of"][place] for place in column["at"]]


def test_every_trial_comes_back_as_it_went_in():
    trials = list(shop(2 * LINES + 3))
    packed = Packed(trials)

    assert [packed.trial(number) for number in range(len(trials))] == [one for _, one in trials]


def test_a_long_text_that_is_said_again_is_kept_once():
    long = "Our policy. " * LONG
    told = [
        replace(one, transcript=replace(one.transcript, system=long, documents=(long, f"{long}{number}")))
        for number, one in enumerate(trial(f"c{number}", user(long), user("hi \ud800" + long)) for number in range(9))
    ]
    packed = Packed([(entry(one.case_id), one) for one in told])

    assert [packed.trial(number) for number in range(9)] == told
    assert packed.line(0).count("Our policy. " * 9) > 0
    assert packed.line(1).count(long) == 1
    assert len(packed.text("c0").split("\n")) == 2


def test_an_argument_that_looks_like_such_a_place_is_left_alone():
    told = trial("late", call("look_up", same=0), user("x" * LONG), user("x" * LONG))
    packed = Packed([(entry("late"), told)])

    assert packed.trial(0) == told


def test_a_body_carries_the_mark_of_its_words_and_what_its_case_says():
    made = entry("late", case={"context": {"now": "2026-03-02"}, "expect": [{"name": "says"}], "owner": "dana"})
    told = trial("late", user("hi"))

    line = json.loads(Packed([(made, told)]).line(0))

    assert line["words"] == words_of(told)
    assert line["context"] == {"now": "2026-03-02"}
    assert line["expect"] == [{"name": "says"}]
    assert "owner" not in line


def test_rows_come_worst_first_and_in_their_order():
    failure = Failure(kind="timeout", text="late")
    trials = [(made, replace(told, error=failure) if number % 7 == 3 else told)
              for number, (made, told) in enumerate(shop(90))]  # fmt: skip

    rows = list(Packed(trials).rows())

    wanted = [(one.outcome, number) for number, (_, one) in enumerate(trials)]
    assert [(row["outcome"], row["number"]) for row in rows] == sorted(
        wanted, key=lambda one: (WORST_FIRST.index(one[0]), one[1])
    )


def test_a_row_holds_no_body():
    packed = Packed(shop(30))

    [row] = [row for row in packed.rows() if row["number"] == 20]
    assert (row["outcome"], row["failed"], row["codes"]) == ("fail", ["ids"], ["ids:invented_id"])
    assert (row["path"], row["line"]) == ("cases/refunds.yaml", 20)
    assert row["why"].startswith("No tool result holds ORD-")
    assert "I want my money back" not in packed.text("rows0")


def test_a_page_has_its_first_rows_at_once_and_no_more():
    open_ones = {"rubric": abstain("no judge")}
    trials = [(entry(f"c{n}"), trial(f"c{n}", user("hi"), verdicts=open_ones if n < AT_ONCE else None))
              for n in range(ROWS + 2 * AT_ONCE)]  # fmt: skip
    packed = Packed(trials)

    assert packed.index["total"] == len(trials)
    assert packed.index["parts"] == [["rows0", AT_ONCE], ["rows1", ROWS], ["rows2", AT_ONCE]]
    assert packed.ready == ["index", "rows0"]


def test_a_huge_trial_fills_a_part_of_its_own():
    huge = trial("huge", user("x" * 600_000))

    assert Packed([(entry("huge"), huge), *shop(2)]).index["bodies"] == [0, 1]


def test_lone_surrogates_come_back():
    told = trial("half \ud800", user("\udfff!"))
    packed = Packed([(entry("half \ud800", title="\udc00"), told)])

    assert packed.trial(0) == told
    assert next(packed.rows())["title"] == "\udc00"


def test_the_baselines_trials_stand_beside_those_of_the_run():
    before = [trial("late", user("then"), attempt=2), trial("late", user("once"), verdicts={"ids": abstain("no")})]
    after = [(entry("late"), trial("late", user("now"), attempt=attempt)) for attempt in (1, 2, 3)]
    packed = Packed([*after, (entry("new"), trial("new", user("hi")))], before=before)

    told = {(row["id"], row["attempt"]): (row["was"], row["share"], row["old"]) for row in packed.rows()}
    assert told == {
        ("late", 1): ("ungraded", 0.5, 1),
        ("late", 2): ("pass", 0.5, 0),
        ("late", 3): ("", 0.5, 1),
        ("new", 1): ("", None, -1),
    }
    assert packed.trial(0, prefix="b", starts="before") == before[0]


def test_where_only_outcomes_of_the_baseline_are_at_hand_there_is_no_body():
    packed = Packed([(entry("late"), trial("late", user("now")))], before=[result_of(trial("late", user("then")))])

    [row] = packed.rows()
    assert (row["was"], row["share"], row["old"]) == ("pass", 1, -1)
    assert packed.index["before"] == []


@given(st.lists(st.tuples(st.text(max_size=3), st.lists(st.text(max_size=2), max_size=2)), max_size=30))
def test_whatever_rows_hold_comes_back(told):
    trials = [
        (entry("c", title=title, tags=tuple(tags)), trial("c", attempt=n + 1)) for n, (title, tags) in enumerate(told)
    ]

    rows = list(Packed(trials).rows())

    assert [(row["title"], row["tags"]) for row in rows] == told
