"""The facts of a reply: amounts, days, people, links, statuses."""

import json
from calendar import month_name

import pytest
from grounding import called, codes, grade, says, user
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.protocols import Knowledge

ORDER = {
    "order_id": "W4410087",
    "status": "delivered",
    "delivered_at": "2024-05-20",
    "items": [{"name": "lamp", "price": 60.0}, {"name": "bulb", "price": 12.0}],
    "agent": "Maria Lopez",
    "label": "https://shop.test/labels/881",
}


def told(*replies, before=(), **more):
    return grade(user("hi"), *called(ORDER, order_id="W4410087"), *before, *map(says, replies), **more).findings


def found(*replies, **more):
    return [(finding.code, finding.quote) for finding in told(*replies, **more)]


@pytest.mark.parametrize(
    "reply",
    [
        "The lamp costs $60.",
        "The lamp costs **$60.00**.",
        "Both together are $72.",
        "Without the bulb it is $48.",
        "Three lamps are $180.",
        "2 x $60 + $12 = $132.",
        "It is about $65.",
        "Could it be $65?",
        "It was delivered on May 20, 2024.",
        "It came on 2024-05-20, the day after was May 21.",
        "Shall I look for May 27?",
        "Our agent Maria Lopez packed it.",
        "Our agent Maria packed it.",
        "Print it from https://shop.test/labels/881.",
        "Order W4410087 is delivered.",
        "Order W4410087 was pending.",
    ],
)
def test_what_was_shown_or_follows_is_no_finding(reply):
    assert found(reply) == []


@pytest.mark.parametrize(
    ("reply", "code", "quote"),
    [
        ("The lamp costs $61.37.", "ungrounded_amount", "$61.37"),
        ("It was delivered on May 27.", "ungrounded_date", "May 27"),
        ("Our agent Tom Field packed it.", "ungrounded_name", "Tom Field"),
        ("Print it from https://shop.test/labels/9.", "ungrounded_link", "https://shop.test/labels/9"),
        ("Write to help@shop.test.", "ungrounded_link", "help@shop.test"),
        ("Order W4410087 is still pending.", "wrong_status", "pending"),
    ],
)
def test_what_follows_from_nothing_is_a_warning(reply, code, quote):
    assert found(reply) == [(code, quote)]
    assert {finding.severity for finding in told(reply)} == {"warn"}


def test_warnings_fail_no_reply():
    assert grade(user("hi"), says("That is $61.37.")).outcome == "pass"


def test_declared_kinds_are_errors():
    verdict = grade(user("hi"), says("That is $61.37."), knowledge=Knowledge(facts=frozenset({"amount"})))

    assert verdict.outcome == "fail"


def test_where_amounts_are_declared_a_sum_is_noted_with_its_parts():
    (finding,) = told("Without the bulb it is $48.", knowledge=Knowledge(facts=frozenset({"amount"})))

    assert finding.severity == "info"
    assert finding.reason == "48.00 = 60.00 - 12.00 (message 2, result of get_order)"


def test_a_sum_worked_out_wrongly_is_told_with_what_it_makes():
    (finding,) = told("You get $60.00 - $12.00 = $47.13.")

    assert finding.reason == "$60.00 - $12.00 makes 48.00, not 47.13."


def test_an_amount_the_customer_named_may_be_said_again():
    assert codes(grade(user("I paid $61.37"), says("You paid $61.37."))) == []


def test_what_comes_later_is_no_evidence():
    messages = (user("hi"), says("It costs $61.37."), *called({"price": 61.37}), says("It costs $61.37."))

    assert [finding.message for finding in grade(*messages).findings] == [1]


def test_the_assistants_own_words_are_no_evidence():
    assert len(told("It costs $61.37.", "As I said, $61.37.")) == 2


def test_days_searched_for_may_be_named():
    searched = called({"flights": []}, name="search", day="2024-07-11")

    assert codes(grade(user("hi"), *searched, says("There are none on July 11."))) == []


def test_a_status_may_have_changed_after_a_call():
    before = called("done", name="cancel_order", order_id="W4410087")

    assert found("Order W4410087 is cancelled.", before=before) == []


def test_the_latest_status_holds():
    before = called({**ORDER, "status": "cancelled"}, order_id="W4410087")

    assert found("Order W4410087 is cancelled.", before=before) == []
    assert found("Order W4410087 is delivered.", before=before) == [("wrong_status", "delivered")]


def test_names_escaped_in_json_are_known():
    result = json.dumps({"agent": "Lucía Peña"})
    assert "\\u" in result

    assert codes(grade(user("hola"), *called(result), says("Su asesora Lucía Peña le llamará."))) == []


@settings(deadline=None)
@given(st.integers(1, 99999), st.sampled_from(["${}", "**${}**", "{} USD", "${:,}", "${}.00"]))
def test_the_dress_of_an_amount_changes_nothing(whole, form):
    result = called({"price": whole})

    assert codes(grade(user("hi"), *result, says(f"It costs {form.format(whole)}."))) == []


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_hostile_texts_never_crash_it(result, reply):
    for finding in grade(user("hi"), *called(result), says(f"{reply} $5.13 on May 3 {reply}")).findings:
        assert finding.quote


@pytest.mark.parametrize(
    "stretch",
    ["$1.37 ", "May 3, ", "(1 + ", "Dr Ana ", "$3 = ", "a@b.co ", "http://a.b/", "order W1 is pending ", "2024-01-01"],
)
def test_long_adversarial_texts_are_graded(stretch):
    reply = says(stretch * 20_000)

    assert grade(user("hi"), *called(stretch * 5_000), reply).outcome in {"pass", "fail"}


NAMES = ("Nadia", "Tomas", "Priya", "Ruben", "Astrid")
MONTHS = tuple(month_name)[1:]
_MONTHS = st.integers(1, 12)
_DAYS = st.integers(14, 27)
"""No number of a month, so that 14/05 is one day only, and not at its end, so that neighbours stay neighbours."""
_SPOKEN = st.sampled_from(["{name} {day}", "{day} {name}", "{name} {day}, 2024", "the {day}th of {name}"])


@settings(deadline=None)
@given(
    st.tuples(_MONTHS, _DAYS),
    st.lists(st.tuples(_MONTHS, _DAYS, _SPOKEN), min_size=1, max_size=3),
    st.permutations(range(1, 13)),
)
def test_consistent_renaming_of_days_changes_nothing(known, named, order):
    def conversation(month):
        shipped = {"order_id": "W4410087", "shipped_on": f"2024-{month(known[0]):02d}-{known[1]:02d}"}
        reply = " ".join(
            f"It left us on {form.format(name=MONTHS[month(one) - 1], day=day)}." for one, day, form in named
        )
        verdict = grade(user("hi"), *called(shipped), says(reply), knowledge=Knowledge(facts=frozenset({"date"})))
        return [(finding.code, reply[: finding.start].count("It left")) for finding in verdict.findings]

    plain = conversation(lambda month: month)

    assert plain == conversation(lambda month: order[month - 1])
    near = [one == known[0] and abs(day - known[1]) < 2 for one, day, _ in named]
    assert len(plain) == near.count(False)


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), min_size=1, max_size=3), st.permutations(NAMES))
def test_consistent_renaming_of_people_changes_nothing(known, named, others):
    renamed = dict(zip(NAMES, others, strict=True))

    def conversation(name):
        record = {"order_id": "W4410087", "agent": f"{name(known)} Berg"}
        reply = " ".join(f"Our agent {name(one)} will see to it." for one in named)
        verdict = grade(user("hi"), *called(record), says(reply), knowledge=Knowledge(facts=frozenset({"name"})))
        return [(finding.code, reply[: finding.start].count("Our agent")) for finding in verdict.findings]

    plain = conversation(str)

    assert plain == conversation(renamed.__getitem__)
    assert len(plain) == sum(one != known for one in named)
