"""Runbooks read step by step against what an assistant can do."""

import json
from pathlib import Path

import pytest

from evalsuite.domain.catalogue import Catalogue, CatalogueTool
from evalsuite.reading.runbooks import read_step, steps

LABELLED = Path(__file__).parents[3] / "shared" / "data" / "labelled" / "runbooks.jsonl"


def tool(name, description, *effects):
    return CatalogueTool(name=name, description=description, effects=effects)


BIKES = Catalogue(
    tools=(
        tool("get_rental", "Rental by number: bike, station, start, end, price, plan.", "lookup"),
        tool("station_map", "Stations with free bikes and free docks.", "lookup"),
        tool("end_rental", "Ends a rental at a station.", "modify"),
        tool("credit_rides", "Credits free rides up to 30 EUR to the same account.", "credit"),
        tool("open_report", "Opens a damage report for a bike and returns its number.", "ticket"),
        tool("pass_chat", "Passes the chat to a queue.", "escalate"),
        tool("text_rider", "Sends a text message to the rider's phone.", "send"),
    ),
    queues=("workshop_north", "billing"),
    people=("Noor Haddad (fleet lead)",),
)
STEPS = [
    ("Look up the rental by its number.", "covered"),
    ("If the bike is still rented, end the rental at the nearest station.", "covered"),
    ("Tell the rider where the next station with free docks is.", "covered"),
    ("If the rider reports a flat tyre, open a damage report.", "covered"),
    ("Credit a ride of up to 5 EUR when the price was charged twice.", "covered"),
    ("Text the rider the number of the report.", "covered"),
    ("Questions about invoices go to billing.", "covered"),
    ("Ask which station the bike stands at.", "covered"),
    ("Credit 80 EUR for a lost day.", "no_tool"),
    ("Credit another account if the rider asks for it.", "no_tool"),
    ("Close the damage report when the rider is happy.", "no_tool"),
    ("Phone the rider about the missing lock.", "no_tool"),
    ("Unlock the bike remotely.", "no_tool"),
    ("Extend the yearly pass by a week.", "no_tool"),
    ("If the rider looks drunk, end the rental.", "unobservable_condition"),
    ("If the mechanic finds the frame cracked, credit ten rides.", "unobservable_condition"),
    ("For three or more reports in a month pass the chat to billing.", "unobservable_condition"),
    ("If the station hall is crowded, name another one.", "unobservable_condition"),
    ("Pass stolen bikes to the security desk.", "unknown_target"),
    ("Hand accidents over to Mr Okafor.", "unknown_target"),
    ("Pass broken frames to workshop_south.", "unknown_target"),
    ("Handle angry riders with care.", "vague"),
    ("Use good judgement on credits.", "vague"),
    ("Make sure that everybody gets home.", "vague"),
    ("Refund large amounts promptly.", "vague"),
]


@pytest.mark.parametrize(("text", "label"), STEPS)
def test_a_step_is_told_by_what_stands_in_its_way(text, label):
    assert read_step(text, BIKES).label == label


def test_of_several_obstacles_the_first_in_order_is_told():
    assert read_step("If the rider seems tired, call the night desk.", BIKES).label == "unobservable_condition"
    assert read_step("Call the night desk.", BIKES).label == "unknown_target"


def test_a_step_that_cannot_be_carried_out_says_what_to_add():
    lacking = read_step("Unlock the bike.", BIKES)
    unknown = read_step("Pass stolen bikes to the security desk.", BIKES)

    assert "name: unlock_bike" in lacking.add
    assert "queues: [security_desk]" in unknown.add


def test_a_covered_step_names_its_tools():
    assert read_step("Look up the rental and open a damage report.", BIKES).tools == ("get_rental", "open_report")


def test_steps_are_the_items_of_lists_with_their_lines():
    text = "# Returns\n\nRead me.\n\n1. Look it up.\n   Then wait.\n2. **Tell** the [rider](x.md).\n   - Sub step.\n"

    assert [(step.line, step.text) for step in steps(text)] == [
        (5, "Look it up. Then wait."),
        (7, "Tell the rider."),
        (8, "Sub step."),
    ]


def test_a_runbook_without_lists_is_read_by_sentences():
    assert [step.text for step in steps("Look it up. Then tell the rider.\n")] == [
        "Look it up.",
        "Then tell the rider.",
    ]


@pytest.mark.parametrize(
    "text", ["", " ", "...", "\ud800", "if", "if, ", "-" * 5000, "to " * 5000, "the the the", "🚲"]
)
def test_any_text_is_read(text):
    assert read_step(text, BIKES).label
    list(steps(text))


@pytest.mark.skipif(not LABELLED.is_file(), reason="needs the labelled runbooks in the sibling folder `shared`")
def test_labelled_steps_are_told_right():
    right = count = 0
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        book = json.loads(line)
        catalogue = Catalogue(
            tools=tuple(tool(one["name"], one["description"], *one["effects"]) for one in book["tools"]),
            queues=tuple(book["queues"]),
            people=tuple(book["people"]),
        )
        for step in book["steps"]:
            count += 1
            right += read_step(step["text"], catalogue).label == step["label"]

    assert right / count >= 0.95
