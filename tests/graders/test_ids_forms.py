"""Ids in other forms than their own: in groups, beside their like, built on another, or unknown to a tool."""

import pytest
from grounding import called, codes, grade, says, user

ORDER = {"order_id": "#W4410087", "tracking": "PX99381002", "payment": {"id": "gift_card_7091239"}}


def test_an_id_beside_the_ones_it_is_like_is_invented():
    orders = {"orders": [{"id": "KB-310-204"}, {"id": "KB-310-209"}]}
    verdict = grade(user("hi"), *called(orders), says("These come today: KB-310-204, KB-310-209, KB-310-214."))

    assert codes(verdict) == ["invented_id"]


def test_an_id_cut_short_is_garbled_though_the_whole_one_stands_beside_it():
    verdict = grade(user("hi"), *called(ORDER), says("Order #W4410087 is late. Only order #W441008 is."))

    assert codes(verdict) == ["garbled_id"]


@pytest.mark.parametrize("written", ["0044 1703 8821", "004417038821"])
def test_the_customers_number_is_theirs_however_it_is_grouped(written):
    said = user("My referral is NHSR 0044 1703 8821, did it come?")

    assert codes(grade(said, says(f"Please give {written} to the desk."))) == []
    assert codes(grade(said, says(f"Your referral {written} is on file."))) == ["unverified_user_id"]


def test_a_garbled_number_in_groups_is_seen():
    account = {"payee": "Lodge", "iban": "GB33BUKB20201555555555"}
    verdict = grade(user("hi"), *called(account), says("It goes to GB33 BUKB 2020 1555 5555 55."))
    garbled = grade(user("hi"), *called(account), says("It goes to GB33 BUKB 2020 1555 5565 55."))

    assert codes(verdict) == []
    assert codes(garbled) == ["garbled_id"]


@pytest.mark.parametrize(
    "answer",
    ['{"status": 404, "title": "Unknown contract"}', "Contract unknown. There are no readings.", '{"found": false}'],
)
def test_what_a_tool_does_not_know_may_not_be_told_as_being_there(answer):
    asked = user("What does my contract CT/24/90112 cost?"), *called(answer, contract="CT/24/90112")

    assert codes(grade(*asked, says("Contract CT/24/90112 runs until May; you will get a letter."))) == [
        "contradicted_id"
    ]
    assert codes(grade(*asked, says("There is no contract with the number CT/24/90112."))) == []
    assert codes(grade(*asked, says("Contract CT/24/90112 is unknown to us."))) == []


def test_a_station_written_with_stars_is_known_though_stars_are_markup():
    station = called({"station": "AT*QWE*E77120"})

    assert codes(grade(user("hi"), *station, says("It was station AT*QWE*E77120."))) == []
    assert codes(grade(user("hi"), *station, says("It was station AT*QWE*E77210."))) == ["garbled_id"]


def test_another_number_built_on_the_customers_is_not_theirs():
    payslip = user("The payslip of personnel number 00862 is wrong."), *called({"document": "PS-2026-03-00862"})

    assert codes(grade(*payslip, says("Yes, PS-2026-03-00862 is wrong. April will be PS-2026-04-00862."))) == [
        "invented_id"
    ]


@pytest.mark.parametrize("form", ["LB-#####", "3 0000 0000 00", "DE00 0000 0000 0000"])
def test_a_number_of_noughts_or_signs_is_a_form(form):
    assert codes(grade(user("hi"), says(f"The number on your card is written {form}."))) == ["placeholder_id"]
