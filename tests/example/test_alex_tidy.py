"""How the offline model makes a customer's words plain, and finds numbers, days and places in them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.example.alex_phrases import phrases
from evalsuite.example.alex_slots import address_named, day_named, phone_named, shows_card, window_named
from evalsuite.example.alex_tidy import tidy
from evalsuite.example.alex_words import read

MONDAY = date(2026, 3, 2)
FORMS = ["ORD-{}", "ord {}", "#{}", "Order No. {}", "order number is {}", "ord:{}", "ORD_{}", "order {}", "ORD{}", "{}"]


@pytest.mark.parametrize(
    ("text", "plain"),
    {
        "I wnat a refnud": "i want a refund",
        "wheres my pacakge": "where is my package",
        "it hasnt arived": "it has not arrived",
        "pleeease canel it": "please cancel it",
        "pls call me 2moro": "please call me tomorrow",
        "Dónde está mi pedido": "where esta mi order",
        "Can’t log in": "can not log in",
        "a later letter": "a later letter",
        "what changed?": "what changed?",
    }.items(),
)
def test_words_are_made_plain(text, plain):
    assert tidy(text).text == plain


@pytest.mark.parametrize("text", ["wo ist meine bestellung", "¿dónde está mi pedido?", "где мой заказ", "注文はどこ"])
def test_a_foreign_text_is_told_from_english(text):
    assert tidy(text).foreign


@pytest.mark.parametrize("text", ["Hola, where is my order?", "my los angeles address", "", "429", "is it on the way"])
def test_an_english_text_with_a_foreign_word_stays_english(text):
    assert not tidy(text).foreign


@given(
    st.integers(100_000, 999_999), st.sampled_from(FORMS), st.sampled_from(["Where is {}?", "{}", "cancel {} please"])
)
def test_an_order_number_is_read_in_any_form(number, form, sentence):
    assert read(sentence.format(form.format(number))).orders == (f"ORD-{number}",)


@given(st.text(max_size=300))
def test_any_text_is_made_plain(text):
    plain = tidy(text).text

    assert tidy(text).text == plain
    assert plain == plain.strip()


@pytest.mark.parametrize(
    ("text", "day"),
    {
        "tomorrow": date(2026, 3, 3),
        "the day after tomorrow": date(2026, 3, 4),
        "on Thursday": date(2026, 3, 5),
        "Monday": date(2026, 3, 9),
        "next week on Wednesday": date(2026, 3, 11),
        "in three days": date(2026, 3, 5),
        "6 March": date(2026, 3, 6),
        "March 10th": date(2026, 3, 10),
        "2026-03-12": date(2026, 3, 12),
        "today": MONDAY,
        "30 February": None,
        "whenever you like": None,
    }.items(),
)
def test_days_are_read_from_the_day_it_is(text, day):
    assert day_named(text, MONDAY) == day


@pytest.mark.parametrize(
    ("text", "window"),
    {"at 10am": "morning", "around 3": "afternoon", "14:00": "afternoon", "after lunch": "afternoon",
     "before noon": "morning", "9 o'clock": "morning", "any time": ""}.items(),
)  # fmt: skip
def test_hours_fall_into_a_window(text, window):
    assert window_named(text) == window


def test_streets_phones_and_cards_are_found():
    assert address_named("send it to 77 Cedar Street, 04102 please") == "77 Cedar Street, 04102"
    assert phone_named("call +1 555 0177 please") == "+1 555 0177"
    assert shows_card("4000 1234 5678 9010")
    assert not shows_card("+1 555 0177 and ORD-100217")


def test_a_gap_stays_within_a_sentence():
    pattern = phrases("where ~ <order>")

    assert pattern.search("where on earth is my order")
    assert not pattern.search("where are you. my order came")


def test_phrases_are_of_whole_words_and_a_star_is_the_rest_of_one():
    pattern = phrases("late|deliver*")

    assert pattern.search("deliveries")
    assert not pattern.search("later")
    assert not pattern.search("undelivered")
