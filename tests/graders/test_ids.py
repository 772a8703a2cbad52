"""The `ids` grader: what a reply may name."""

import json

import pytest
from grounding import called, codes, grade, says, user
from hypothesis import given, settings
from hypothesis import strategies as st

from evalsuite.domain.conversation import Message, ToolCall
from evalsuite.errors import UsageError
from evalsuite.graders.ids import CODES, ids
from evalsuite.protocols import Knowledge

ORDER = {"order_id": "#W4410087", "tracking": "PX99381002", "payment": {"id": "gift_card_7091239"}}


@pytest.mark.parametrize(
    "reply",
    [
        "Order **W4410087** is on its way.",
        "Tracking number: `PX-9938-1002`.",
        "It was paid with gift card 7091239.",
        "It was paid with the gift card ending in 1239.",
        "Your orders (#W4410087/PX99381002) are fine.",
        '{"message": "Order #W4410087\\nis late", "option_1_W9999999": "keep it"}',
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


@pytest.mark.parametrize("wrong", ["#W4410078", "#W441008", "#W44100870", "#W4410097", "#W4410087-EX"])
def test_a_garbled_id_names_the_one_it_comes_from(wrong):
    (finding,) = grade(user("hi"), *called(ORDER), says(f"Order {wrong} is late.")).findings

    assert finding.code == "garbled_id"
    assert finding.evidence.nearest == "#W4410087"
    assert finding.evidence.source == "message 2, result of get_order, /order_id"


def test_what_comes_later_is_no_evidence():
    verdict = grade(user("hi"), says("Your order W4410087 is late."), *called(ORDER))

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
    assert codes(grade(user("my order is W4410087"), says("Let me look up W4410087."))) == []


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
    assert not [code for code in codes(grade(user("hi"), *called(ORDER), says(reply))) if code.endswith("_id")]


def test_codes_of_letters_are_learnt_from_the_conversation():
    results = called({"reservations": ["IFOYYZ", "NQNU5R", "M20IZO"]})

    assert codes(grade(user("hi"), *results, says("I see reservation **IFYOYZ**."))) == ["garbled_id"]
    assert codes(grade(user("hi"), *results, says("I see reservation IFOYYZ."))) == []


@pytest.mark.parametrize(
    "reply",
    [
        "**PUNERT** has been upgraded.",
        "I found NQNU5R and PUNERT.",
        "| PUNERT | DEN |",
        "You have two bookings on file: PUNERT and M20IZO.",
    ],
    ids=["marked", "beside a code", "in a cell", "listed"],
)
def test_letters_that_stand_as_codes_do_are_codes(reply):
    results = called({"reservations": ["IFOYYZ", "NQNU5R", "M20IZO"]})

    assert codes(grade(user("hi"), *results, says(reply))) == ["invented_id"]


@pytest.mark.parametrize("reply", ["You CANNOT do this.", "**PLEASE** wait.", "It is NOT for RESALE."])
def test_stressed_words_are_no_codes(reply):
    results = called({"reservations": ["IFOYYZ", "NQNU5R", "M20IZO"]})

    assert codes(grade(user("hi"), *results, says(reply))) == []


def test_a_code_only_the_customer_named_may_be_garbled_too():
    assert codes(grade(user("Cancel IFOYYZ, please."), says("I will cancel reservation IFYOYZ."))) == ["garbled_id"]


def test_the_shape_of_codes_is_learnt_from_the_customer():
    assert codes(grade(user("It is xehm4b."), says("Your booking XEH4MB is there."))) == ["garbled_id"]


def test_shapes_are_learnt_from_ids_the_assistant_made_up_itself():
    messages = (user("hi"), says('{"vehicle_id": "V456"}'), user("and?"), says("The scooter (V456) is fine."))

    assert [finding.message for finding in grade(*messages).findings] == [1, 3]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("The best one is KV 885 at nine.", "garbled_id"),
        ("The best one is flight ZB 310 at nine.", "invented_id"),
        ("The best one is QX 885 at nine.", None),
        ("KV2041 leaves at 18:30.", None),
    ],
    ids=["other prefix", "other number", "grouped", "closed up"],
)
def test_ids_written_in_groups_are_compared_as_one(reply, code):
    results = called("QX885 at 6:15, 74 EUR; QX889 at 20:10; KV 2041 at 19:25, 131 EUR")
    verdict = grade(user("hi"), *results, says(reply), id_patterns={"flight": r"[A-Z]{2}\s?\d{3,4}"})

    assert codes(verdict) == ([code] if code else [])


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ('{"found": false}', "302-5519928-1147"),
        ("no movement known for 302-5519928-1147 (unknown parcel)", "302-5519928-1147"),
        ("302-5519928-1146 delivered\n302-5519928-1147 not found", "302-5519928-1147"),
    ],
    ids=["a flag", "words", "a line of several"],
)
def test_what_an_answer_says_there_is_not_may_not_be_told_as_a_record(answer, asked):
    messages = (user(f"my parcel is {asked}"), *called(answer, parcel=asked))

    assert codes(grade(*messages, says(f"{asked} is out for delivery."))) == ["contradicted_id"]
    assert codes(grade(*messages, says(f"I could not find {asked}."))) == []


def test_an_answer_about_several_refuses_only_those_it_names():
    messages = (
        user("my parcels are AB-100231 and AB-100232"),
        *called("AB-100231 delivered\nAB-100232 not found", parcels=["AB-100231", "AB-100232"]),
    )

    assert codes(grade(*messages, says("AB-100231 was delivered."))) == []


@pytest.mark.parametrize(
    ("asked", "reply"),
    [
        ("hi", "Your customer number has the form 00-000-000."),
        ("hi", "An IBAN looks like DE00 0000 0000 0000 0000 00."),
        ("hi", "Locators look like this: AB12CD."),
        ("hi", "Use the form 10.5555/halden.NNNNvN for code."),
    ],
    ids=["zeros", "groups", "like this", "letters"],
)
def test_forms_without_a_value_are_only_noted(asked, reply):
    verdict = grade(user(asked), *called("QH7ZT2"), says(reply))

    assert set(codes(verdict)) == {"placeholder_id"}


@pytest.mark.parametrize(
    "reply",
    [
        "It looks like your order #W9999121 is late.",
        "I'll start with order #W9999121.",
        "Would you like me to look for order #W9999121 now?",
        "Please reply, e.g. 'Yes, cancel #W9999121'.",
    ],
    ids=["it looks like", "start with", "would you like", "what to answer"],
)
def test_cues_of_examples_in_other_senses_excuse_nothing(reply):
    assert codes(grade(user("hi"), *called(ORDER), says(reply))) == ["invented_id"]


@pytest.mark.parametrize(
    "reply",
    [
        "ERR_4410 on 4.18.2 has several causes.",
        "El diagnóstico CIE-10 es E11.621.",
        "¿Es ECO101, ECO201 o algún otro?",
    ],
    ids=["error codes", "public lists", "questions"],
)
def test_codes_anybody_may_name_are_no_errors(reply):
    verdict = grade(user("we get ERR_4410"), *called({"courses": ["MAT101", "EST201"]}), says(reply))

    assert verdict.outcome == "pass"
    assert "unverified_user_id" not in codes(verdict)


@pytest.mark.parametrize(
    "reply",
    [
        "Su pedido 8812345 está en camino.",
        "La reserva n.º 8812345 fue confirmada.",
        "Número de seguimiento: AX99-3811.",
    ],
)
def test_ids_are_found_behind_spanish_nouns(reply):
    assert codes(grade(user("hola"), says(reply))) == ["invented_id"]


_DRESSES = st.sampled_from(["{}", "**{}**", "`{}`", "#{}", "({})", "{}."])
_IDS = st.from_regex(r"[A-Z]{2}[0-9]{7}", fullmatch=True)


@settings(deadline=None)
@given(_IDS, _IDS, _DRESSES, _DRESSES)
def test_dress_changes_no_verdict_of_an_id_of_known_shape(known, named, dress, other):
    results = called({"order_id": known})
    first, second = (
        grade(user("hi"), *results, says(f"I see order {form.format(named)} here.")) for form in (dress, other)
    )

    assert codes(first) == codes(second)
    assert (codes(first) == []) == (named == known)


@settings(deadline=None)
@given(st.lists(_IDS, min_size=3, max_size=3, unique=True), st.permutations("0123456789"), st.permutations("KLMNOP"))
def test_renaming_everything_alike_changes_nothing(names, digits, letters):
    table = str.maketrans("0123456789KLMNOP", "".join(digits) + "".join(letters))
    known, asked, named = names

    def conversation(rename):
        results = called({"order_id": rename(known)}, order_id=rename(asked))
        return grade(user(f"it is {rename(asked)}"), *results, says(f"{rename(named)} and {rename(known)} are here."))

    plain, renamed = conversation(str), conversation(lambda text: text.translate(table))

    assert [finding.code for finding in plain.findings] == [finding.code for finding in renamed.findings]


def test_findings_are_the_same_every_time():
    messages = (user("hi"), *called(ORDER), says("W2387156, RF-77812 and PX99381020 cost $5.50, says Dr Payne."))

    assert grade(*messages) == grade(*messages)


def test_declared_patterns_make_an_id():
    verdict = grade(user("hi"), says("Flight KV88 leaves at nine."), id_patterns={"flight": r"[A-Z]{2}\d{2}"})

    assert codes(verdict) == ["invented_id"]
    assert "declared flight" in verdict.findings[0].reason


def test_declared_ids_need_no_digit():
    verdict = grade(user("hi"), says("It is plan-gold."), knowledge=Knowledge(id_patterns={"plan": "plan-[a-z]+"}))

    assert [(finding.code, finding.quote) for finding in verdict.findings] == [("invented_id", "plan-gold")]


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
        told = [
            (_TOLD_AS.get(finding.code, finding.code), finding.quote)
            for finding in verdict.findings
            if finding.message == len(messages) - 1 and finding.code not in _OTHER_FACTS
        ]
        for label in row["labels"]:
            quote = label["quote"]
            mine = next((code for code, other in told if other in quote or quote in other), "grounded")
            total += 1
            right += mine == _CODE_OF.get(label["label"], "grounded")

    assert right / total >= 0.92


_TOLD_AS = {"ungrounded_link": "invented_id"}
_OTHER_FACTS = {"ungrounded_amount", "ungrounded_date", "ungrounded_name", "wrong_status"}
_CODE_OF = {
    "invented": "invented_id",
    "garbled": "garbled_id",
    "user_only": "unverified_user_id",
    "placeholder": "placeholder_id",
    "contradicted": "contradicted_id",
}
