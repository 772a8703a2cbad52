"""What a customer takes back, supposes or merely praises is not acted on."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.example.alex_grasp import leaves_open
from evalsuite.example.alex_retracted import rules_asked, taken_back, without_retracted
from evalsuite.example.alex_slots import off_hours, with_zip, zips_named
from evalsuite.example.alex_words import read


def test_an_order_taken_back_in_the_same_breath_is_not_meant():
    said = read("Cancel ORD-100217 please. Hang on, no. I mean ORD-100244.")
    assert said.orders == ("ORD-100244",)
    assert said.intents == ("cancel",)


def test_an_order_added_after_a_turn_is_meant_too():
    assert read("Where is ORD-100217? Hold on, also ORD-100244.").orders == ("ORD-100217", "ORD-100244")


def test_an_item_taken_back_is_not_meant():
    assert read("argh sorry, not the charger, the power bank is broken. charger's fine").products == (
        "Volt Go Power Bank",
    )


def test_the_only_product_named_is_never_dropped():
    assert read("the charger is fine").products == ("Volt 65 Charger",)


@given(st.text(max_size=80))
def test_text_without_a_turn_keeps_all_its_orders(text):
    orders = ("ORD-100217", "ORD-100244")
    assert taken_back(orders, text) == orders


@given(st.sampled_from(["correction", "i mean", "hang on"]), st.text(alphabet="abc .,", max_size=30))
def test_taking_back_twice_is_taking_back_once(turn, between):
    text = f"cancel ord-100217 {between} {turn} ord-100244"
    once = without_retracted(text)
    assert without_retracted(once) == once


def test_a_question_about_things_in_general_is_apart_from_the_orders():
    assert rules_asked("where is ord-100217, and can i return a dev kit once i have flashed it", ordered=True) == [
        "can i return a dev kit once i have flashed it"
    ]


def test_a_supposed_defect_is_no_fault():
    said = read("How long is the warranty on ORD-100205, should a defect become manifest?")
    assert "fault" not in said.intents
    assert said.topics == ("warranty",)


@pytest.mark.parametrize(
    "text",
    [
        "You were faster than my bank. Great service!",
        "the docs are readable, props to whoever wrote them",
        "The headphones are brilliant and the packer did a lovely job",
    ],
)
def test_praise_without_a_question_is_praise(text):
    assert read(text).intents == ("praise",)


def test_praise_with_a_fault_is_a_fault():
    assert "fault" in read("Great service, but my headphones are broken").intents


def test_an_address_with_an_order_and_a_place_to_go_is_an_address_change():
    assert read("please send ORD-300130 to 44 Alder Court, 97205").intents == ("address",)


def test_an_address_that_is_only_checked_is_none():
    assert read("Could you double check that ORD-100244 goes to 12 Alder Row?").intents == ("details",)


def test_a_denied_zip_is_not_taken():
    assert zips_named("it's 97209, not 97205") == ("97209",)


def test_a_zip_given_later_replaces_the_one_before():
    assert with_zip("44 Alder Court, 97205", ("97209",)) == "44 Alder Court, 97209"


def test_a_zip_given_later_is_added_to_a_street():
    assert with_zip("44 Alder Court", ("97209",)) == "44 Alder Court, 97209"


@pytest.mark.parametrize(("text", "evening"), [("at 9pm on thursday", True), ("at 2pm", False), ("before 11", False)])
def test_hours_of_the_evening_are_told_apart(text, evening):
    assert off_hours(text) is evening


def test_a_question_whose_words_are_not_in_the_answer_is_left_open():
    rule = "Invoices are in the account under Orders."
    assert leaves_open("Is the purchase number printed, and do you supply electronic forms?", rule)


def test_a_question_whose_words_are_in_the_answer_is_answered():
    assert not leaves_open("Where are the invoices in my account?", "Invoices are in the account under Orders.")


def test_a_thumbs_up_is_a_yes():
    assert read("\U0001f44d").yes


def test_readings_survive_a_lone_surrogate():
    assert read(json.loads('"\\ud83d"')).intents == ()


def test_an_order_to_keep_is_left_alone():
    assert read("keep ORD-100244, cancel ORD-100290").orders == ("ORD-100290",)


def test_the_item_that_works_is_left_alone():
    assert read("The router in ORD-100205 is fine but the charger is not working").products == ("Volt 65 Charger",)


def test_a_question_back_does_not_hand_over(converse):
    chat = converse(["I want a discount", "5?"], model="alex-tuned-2")
    assert not chat.called("escalate_to_human")


def test_wanting_the_money_back_is_no_return_until_it_is_agreed(converse):
    chat = converse(["I changed my mind, I want my money back for ORD-100231"], model="alex-tuned-2")
    assert not chat.called("start_return")
    assert chat.replies[-1].endswith("?")


def test_asking_for_one_after_a_bot_hands_over(converse):
    assert converse(["are you a person?", "then I'd like one please"], model="alex-tuned-2").called("escalate_to_human")


def test_a_corrected_zip_is_the_one_that_counts(converse):
    chat = converse(
        ["please send ORD-100244 to 44 Alder Court, 97205", "wait wrong zip, it's 97209, not 97205"],
        model="alex-tuned-2",
    )
    assert chat.called("change_delivery_address")[-1]["address"] == "44 Alder Court, 97209"


def test_a_no_with_a_wish_is_offered_again_and_not_done(converse):
    chat = converse(
        ["my headphones in ORD-100231 are broken", "No, I keep them as art. Obviously I want my money back."],
        model="alex-tuned-2",
    )
    assert not chat.called("issue_refund")
    assert "Shall I refund" in chat.replies[-1]
