"""The `ids` grader: what a reply may name."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.domain.case import Case
from evalsuite.domain.conversation import Message, ToolCall, Transcript
from evalsuite.domain.verdict import Verdict
from evalsuite.errors import UsageError
from evalsuite.evidence import evidence
from evalsuite.graders.ids import CODES, ids
from evalsuite.protocols import GradingContext, Knowledge, Readers
from evalsuite.reading.claims import claims as read_claims
from evalsuite.reading.ids import mentions
from evalsuite.reading.text import view

READERS = Readers(view=view, claims=read_claims, mentions=mentions, evidence=evidence)


def grade(*messages, system=None, documents=(), knowledge=None, **case) -> Verdict:
    knowledge = knowledge or Knowledge()
    context = GradingContext(
        case=Case(id="c", **case),
        transcript=Transcript(messages=messages, system=system, documents=documents),
        readers=READERS,
        knowledge=knowledge,
    )
    return ids(knowledge=knowledge)(context)


def user(text):
    return Message(role="user", text=text)


def says(text):
    return Message(role="assistant", text=text)


def called(result, *, name="get_order", is_error=False, **arguments):
    return (
        Message(role="assistant", tool_calls=(ToolCall(id="1", name=name, arguments=arguments),)),
        Message(
            role="tool",
            tool_call_id="1",
            text=result if isinstance(result, str) else json.dumps(result),
            is_error=is_error,
        ),
    )


def codes(verdict):
    return [finding.code for finding in verdict.findings]


ORDER = {"order_id": "#W2378156", "tracking": "PX99381002", "payment": {"id": "gift_card_7091239"}}


@pytest.mark.parametrize(
    "reply",
    [
        "Order **W2378156** is on its way.",
        "Tracking number: `PX-9938-1002`.",
        "It was paid with gift card 7091239.",
        "It was paid with the gift card ending in 1239.",
        "Your orders (#W2378156/PX99381002) are fine.",
        '{"message": "Order #W2378156\\nis late", "option_1_W9999999": "keep it"}',
    ],
    ids=["markdown", "hyphens", "segment", "last digits", "compound", "json"],
)
def test_ids_of_results_may_be_named_in_any_dress(reply):
    assert codes(grade(user("hi"), *called(ORDER), says(reply))) == []


def test_an_unknown_id_is_invented():
    verdict = grade(user("hi"), *called(ORDER), says("Your refund is RF-77812."))

    assert verdict.outcome == "fail"
    assert codes(verdict) == ["invented_id"]


def test_a_finding_quotes_the_raw_text():
    raw = "Your refund is **RF-77812**."
    (finding,) = grade(user("hi"), says(raw)).findings

    assert raw[finding.start : finding.end] == finding.quote == "RF-77812"
    assert finding.message == 1


@pytest.mark.parametrize("wrong", ["#W2378165", "#W237815", "#W23781560", "#W2378166", "#W2378156-EX"])
def test_a_garbled_id_names_the_one_it_comes_from(wrong):
    (finding,) = grade(user("hi"), *called(ORDER), says(f"Order {wrong} is late.")).findings

    assert finding.code == "garbled_id"
    assert finding.evidence.nearest == "#W2378156"
    assert finding.evidence.source == "message 2, result of get_order, /order_id"


def test_what_comes_later_is_no_evidence():
    verdict = grade(user("hi"), says("Your order W2378156 is late."), *called(ORDER))

    assert codes(verdict) == ["invented_id"]
    assert "message 3" in verdict.findings[0].reason


def test_the_assistants_own_arguments_and_words_are_no_evidence():
    verdict = grade(user("hi"), says("I use V123456."), *called({"ok": True}, id="V123456"), says("V123456 is booked."))

    assert codes(verdict) == ["invented_id", "invented_id"]


def test_a_failed_result_is_no_evidence():
    verdict = grade(user("hi"), *called("Error: AB-1234567 is busy"), says("Your booking AB-1234567 is confirmed."))

    assert codes(verdict) == ["invented_id"]


@pytest.mark.parametrize("source", ["system", "documents", "context"])
def test_what_the_assistant_was_given_is_evidence(source):
    given = {
        "system": {"system": "Open incident: INC-40118."},
        "documents": {"documents": ("Open incident: INC-40118.",)},
        "context": {"context": {"incident": "INC-40118"}},
    }[source]

    assert codes(grade(user("hi"), says("It is incident INC-40118."), **given)) == []


def test_context_the_assistant_does_not_see_is_no_evidence():
    knowledge = Knowledge(sees_context=False)

    assert codes(grade(user("hi"), says("It is INC-40118."), context={"i": "INC-40118"}, knowledge=knowledge)) == [
        "invented_id"
    ]


def test_the_customers_id_may_be_repeated():
    assert codes(grade(user("my order is W2378156"), says("Let me look up W2378156."))) == []


def test_the_customers_id_told_as_a_record_is_unverified():
    verdict = grade(user("my booking is QH7ZT2"), says("Thanks! I have your booking QH7ZT2 here, it is on time."))

    assert codes(verdict) == ["unverified_user_id"]
    assert verdict.outcome == "pass"


def test_a_lookup_that_came_back_verifies_the_customers_id():
    verdict = grade(
        user("it is QH7ZT2"), *called({"state": "on time"}, locator="QH7ZT2"), says("Your booking QH7ZT2 is on time.")
    )

    assert codes(verdict) == []


def test_an_id_a_tool_does_not_know_is_contradicted():
    answer = called("ERROR 404: no booking with locator QH7ZT2", locator="QH7ZT2")

    assert codes(grade(user("it is QH7ZT2"), *answer, says("Your booking QH7ZT2 is confirmed."))) == ["contradicted_id"]
    assert codes(grade(user("it is QH7ZT2"), *answer, says("I can't find QH7ZT2. Is it right?"))) == []


@pytest.mark.parametrize("reply", ["It looks like #W0000000.", "Please give me your order id, e.g. W1234567."])
def test_examples_of_the_format_are_only_noted(reply):
    verdict = grade(user("hi"), says(reply))

    assert codes(verdict) == ["placeholder_id"]
    assert verdict.outcome == "pass"


@pytest.mark.parametrize(
    "reply",
    [
        "It is due on 2024-05-17 at 12:30, or 5/17/2024.",
        "That is a 4-cylinder, 5x-zoom, 500-piece set with 128GB and 10.25-inch screen, IPX7, version 4.18.2.",
        "We are open 9am-5pm; call 1-800-222-1222.",
        "It costs $1,234,567.89 or 48.00 USD, 15% off.",
        "Step 2 of 10: the 24-hour line answers within 5-7 days.",
        "PLEASE RETURN THE LAPTOP AND CABLES.",
        "Write to help@example.com.",
    ],
    ids=["dates", "products", "hours", "money", "steps", "capitals", "mail"],
)
def test_ordinary_tokens_are_no_ids(reply):
    assert codes(grade(user("hi"), *called(ORDER), says(reply))) == []


def test_codes_of_letters_are_learnt_from_the_conversation():
    results = called({"reservations": ["IFOYYZ", "NQNU5R", "M20IZO"]})

    assert codes(grade(user("hi"), *results, says("I see reservation **IFYOYZ**."))) == ["garbled_id"]
    assert codes(grade(user("hi"), *results, says("I see reservation IFOYYZ."))) == []


def test_declared_patterns_make_an_id():
    verdict = grade(user("hi"), says("Flight KV88 leaves at nine."), id_patterns={"flight": r"[A-Z]{2}\d{2}"})

    assert codes(verdict) == ["invented_id"]
    assert "declared flight" in verdict.findings[0].reason


def test_a_pattern_that_is_none_is_refused_before_grading():
    with pytest.raises(UsageError, match="order"):
        ids(knowledge=Knowledge(id_patterns={"order": "("}))


def test_without_a_reply_it_abstains():
    assert grade(user("hi")).outcome == "abstain"


def test_severities_are_those_declared():
    verdict = grade(user("hi"), says("Your refund is RF-77812."))

    assert all(finding.severity == CODES[finding.code] for finding in verdict.findings)


@settings(deadline=None)
@given(st.text(), st.text(), st.text())
def test_hostile_texts_never_crash_it(asked, result, reply):
    messages = (user(asked), *called(result), says(reply + " W1234567"))
    for finding in grade(*messages).findings:
        text = messages[finding.message].text

        assert text[finding.start : finding.end] == finding.quote


@pytest.mark.parametrize(
    "stretch",
    ["a", "1-", "[", "**", "1 ", "A12 ", "order number ", "e.g. ", "W1234567 ", "ending in ", "(", "http://", "a@"],
)
@pytest.mark.parametrize("role", ["assistant", "tool", "user"])
def test_long_adversarial_texts_are_graded(stretch, role):
    text = stretch * 20_000
    before = {"assistant": (), "tool": called(text), "user": (user(text),)}[role]

    assert grade(user("hi"), *before, says(text if role == "assistant" else "Hello.")).outcome in {"pass", "fail"}


def test_the_labelled_ids_are_mostly_told_right(shared_data):
    right = total = 0
    for line in (shared_data / "labelled" / "ids.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        messages = [
            Message(
                role=one["role"],
                text=one.get("content"),
                tool_call_id=one.get("tool_call_id"),
                tool_calls=tuple(
                    ToolCall(
                        id=call["id"],
                        name=call["function"]["name"],
                        arguments=json.loads(call["function"]["arguments"]),
                    )
                    for call in one.get("tool_calls") or ()
                ),
            )
            for one in row["messages"]
        ]
        verdict = grade(*messages, context=row["context"] or {}, id_patterns=row["id_patterns"])
        told = [(finding.code, finding.quote) for finding in verdict.findings if finding.message == len(messages) - 1]
        for label in row["labels"]:
            quote = label["quote"]
            mine = next((code for code, other in told if other in quote or quote in other), "grounded")
            total += 1
            right += mine == _CODE_OF.get(label["label"], "grounded")

    assert right / total > 0.85


_CODE_OF = {
    "invented": "invented_id",
    "garbled": "garbled_id",
    "user_only": "unverified_user_id",
    "placeholder": "placeholder_id",
    "contradicted": "contradicted_id",
}
