import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.errors import ModelError
from evalsuite.tickets.sources.windows import GONE, Page, steps, whole

START = 1_760_000_000


class Numbered:
    """A list with page numbers, changed between one page and the next as `events` say."""

    def __init__(self, times, *, size, falling=False, events=()):
        self.times = dict(enumerate(times))
        self.size, self.falling, self.events = size, falling, list(events)
        self.asked = self.furthest = 0

    async def __call__(self, since, token):
        self.asked += 1
        self.furthest = max(self.furthest, token or 1)
        if self.events:
            self._happens(*self.events.pop(0))
        listed = sorted((at, name) for name, at in self.times.items() if at >= since)
        listed = listed[::-1] if self.falling else listed
        number = token or 1
        page = listed[(number - 1) * self.size : number * self.size]
        more = number + 1 if number * self.size < len(listed) else None
        return Page(items=tuple({"id": str(name), "changed": at} for at, name in page), more=more)

    def _happens(self, what, which):
        if what == "nothing" or not self.times:
            return
        name = sorted(self.times)[which % len(self.times)]
        if what == "deleted":
            del self.times[name]
        else:
            self.times[name] = START + 10_000 + self.asked


def walked(ask, since=0.0):
    """What came, by id with the time of its last change; and from where to go on."""

    async def walk():
        found = {}
        async for step in steps(ask, since=since, changed=lambda item: item["changed"]):
            found |= {item["id"]: item["changed"] for item in step.items}
        return found, step.since

    return asyncio.run(walk())


@settings(max_examples=150, deadline=None)
@given(
    gaps=st.lists(st.sampled_from((0, 0, 0, 1, 2, 60)), min_size=1, max_size=40),
    size=st.integers(4, 12),
    falling=st.booleans(),
    events=st.lists(
        st.tuples(st.sampled_from(("nothing", "nothing", "deleted", "changed")), st.integers(0, 99)), max_size=9
    ),
)
def test_whatever_happens_between_pages_nothing_is_passed_over(gaps, size, falling, events):
    ask = Numbered([START + sum(gaps[:index]) for index in range(len(gaps))], size=size, falling=falling, events=events)
    found, since = walked(ask)

    for name, at in ask.times.items():
        assert found.get(str(name)) == at or at >= since


def test_a_long_list_is_read_in_windows_so_that_no_page_lies_far_behind():
    ask = Numbered([START + index // 3 for index in range(300)], size=10)
    found, _ = walked(ask)

    assert len(found) == 300
    assert ask.furthest < 3


def test_a_ticket_deleted_among_many_of_one_second_moves_no_other_past_the_reader():
    ask = Numbered([START] * 30, size=10, events=[("nothing", 0), ("nothing", 0), ("deleted", 0)])
    found, _ = walked(ask)

    assert {str(name) for name in ask.times} <= found.keys()


def test_a_first_page_of_one_second_is_no_proof_that_the_oldest_come_first():
    ask = Numbered([START + index // 10 for index in range(60)], size=10, falling=True)
    found, _ = walked(ask)

    assert len(found) == 60


def test_a_token_that_does_not_hold_any_more_begins_the_window_anew():
    listed = Numbered([START] * 30, size=10)
    refused = iter((False, True, True, False, False))

    async def ask(since, token):
        return GONE if token and next(refused, False) else await listed(since, token)

    assert len(walked(ask)[0]) == 30


def test_a_help_desk_that_takes_none_of_its_tokens_is_given_up():
    listed = Numbered([START] * 30, size=10)

    async def ask(since, token):
        return GONE if token else await listed(since, token)

    with pytest.raises(ModelError, match="lead to no other"):
        walked(ask)


def test_empty_pages_that_lead_nowhere_are_given_up():
    async def ask(_since, _token):
        return Page(items=(), more="x")

    async def list_of(_token):
        return Page(items=(), more="x")

    with pytest.raises(ModelError, match="lead to no other"):
        walked(ask)
    with pytest.raises(ModelError, match="lead to no other"):
        asyncio.run(whole(list_of))


def test_what_has_been_read_costs_few_pages_the_next_time():
    ask = Numbered([START + index for index in range(100)], size=10)
    found, since = walked(ask)
    before = ask.asked
    again, _ = walked(ask, since)

    assert (len(found), len(again)) == (100, 2)
    assert ask.asked - before < 4
