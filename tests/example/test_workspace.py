"""The example's own cases and catalogue, read with nothing but a YAML reader."""

import ast
import inspect
import re
from pathlib import Path

import pytest
import yaml

from evalsuite.example.alex_voice import VERSIONS
from evalsuite.example.policies import POLICIES, QUEUES
from evalsuite.example.records import CUSTOMERS, ORDERS
from evalsuite.example.shop import shop

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "cases").glob("*.yaml"))
EXPECTATIONS = {
    "calls",
    "never_calls",
    "calls_in_order",
    "max_calls",
    "says",
    "never_says",
    "asks",
    "max_words",
    "min_words",
}


def load(path):
    # Everything as text: what YAML 1.1 would make of dates and numbers is not what a case means.
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - the base loader makes only texts


CASES = [(path.name, case) for path in FILES for case in load(path)]
CATALOGUE = load(ROOT / "graders" / "tools.yaml")
TOOLS = {tool["name"]: tool for tool in CATALOGUE["tools"]}


def named(value):
    """The tools an expectation names."""
    if isinstance(value, dict):
        return named(value.get("name", value.get("names", [])))
    return [value] if isinstance(value, str) else list(value)


def expectations(case):
    entries = [*case.get("expect", []), *(one for message in case["messages"] for one in message.get("expect", []))]
    return [next(iter(entry.items())) if isinstance(entry, dict) else (entry, None) for entry in entries]


def test_there_are_enough_cases_of_every_kind():
    cases = [case for _, case in CASES]

    assert len(cases) >= 125  # siblings of a case for other cohorts are not counted
    assert len(FILES) >= 10
    assert {case.get("difficulty", "routine") for case in cases} == {"routine", "tricky", "residue"}
    assert {case["cohort"] for case in cases if "cohort" in case} == {"enterprise", "self_serve", "developer"}
    assert sum("cohorts" in case for case in cases) >= 5
    assert sum("smoke" in case["tags"] for case in cases) >= 15
    assert sum(case.get("severity") in ("high", "critical") for case in cases) >= 20
    assert sum(len(case["messages"]) > 1 for case in cases) >= 40
    assert sum("tools" in case for case in cases) >= 8


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_case_file_names_its_schema_first(path):
    assert path.read_text(encoding="utf-8").startswith(
        "# yaml-language-server: $schema=../.evalsuite/case.schema.json\n"
    )


def test_case_ids_are_unique():
    ids = [case["id"] for _, case in CASES]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("file", "case"), CASES, ids=[case["id"] for _, case in CASES])
def test_a_case_expects_something_of_tools_that_exist(file, case):
    expected = expectations(case)
    tools = [tool for name, value in expected if "call" in name for tool in named(value)]

    assert expected, file
    assert {name for name, _ in expected} <= EXPECTATIONS
    assert set(tools) | set(case.get("tools", {})) <= set(TOOLS)


@pytest.mark.parametrize(("file", "case"), CASES, ids=[case["id"] for _, case in CASES])
def test_a_case_on_the_simulator_is_about_a_customer_it_knows(file, case):
    customer = case["context"]["customer"]

    if "get_order_status" in case.get("tools", {}):
        return
    assert customer["name"] == CUSTOMERS[customer["id"]].name, file
    assert CUSTOMERS[customer["id"]].cohort == case.get("cohort", CUSTOMERS[customer["id"]].cohort), file


def test_the_catalogue_holds_the_simulators_tools_and_no_others():
    assert set(TOOLS) == set(shop("case", 1, {})._tools)


@pytest.mark.parametrize("name", TOOLS)
def test_a_tools_schema_names_the_arguments_the_simulator_takes(name):
    taken = inspect.signature(shop("case", 1, {})._tools[name]).parameters
    schema = TOOLS[name]["parameters"]

    assert set(schema["properties"]) == set(taken)
    assert {key for key, one in taken.items() if one.default is one.empty} <= set(schema["required"])
    assert TOOLS[name]["effects"]


def test_the_catalogue_knows_the_shops_queues_and_topics():
    assert tuple(CATALOGUE["queues"]) == QUEUES
    assert TOOLS["look_up_policy"]["parameters"]["properties"]["topic"]["enum"] == list(POLICIES)
    assert TOOLS["escalate_to_human"]["parameters"]["properties"]["queue"]["enum"] == list(QUEUES)


def test_every_id_of_the_shop_matches_its_declared_pattern():
    patterns = load(ROOT / "graders" / "ids.yaml")["ids"]
    context = {"customer": {"id": "C-1001"}, "now": "2026-03-02"}
    books, fresh = shop("case", 1, context), shop("case", 2, context)
    refund = books.call("issue_refund", {"order_id": "ORD-100231", "reason": "faulty"})
    ids = {
        "order": list(ORDERS),
        "customer": list(CUSTOMERS),
        "refund": [refund["refund_id"]],
        "return": [fresh.call("start_return", {"order_id": "ORD-100231"})["return_id"]],
        "callback": [
            books.call("schedule_support_callback", {"date": "2026-03-04", "window": "morning"})["callback_id"]
        ],
        "escalation": [books.call("escalate_to_human", {"queue": "billing"})["ticket_id"]],
        "tracking": [order.tracking for order in ORDERS.values() if order.tracking],
    }

    assert set(ids) | {"product"} == set(patterns)
    for kind, values in ids.items():
        assert all(re.fullmatch(patterns[kind], value) for value in values), kind


def test_the_workspaces_simulator_is_marked_with_the_name_the_catalogue_uses():
    tree = ast.parse((ROOT / "graders" / "shop.py").read_text(encoding="utf-8"))
    names = [
        decorator.args[0].value
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for decorator in function.decorator_list
    ]

    assert names == [CATALOGUE["simulator"]]


@pytest.mark.parametrize("path", sorted((ROOT / "graders" / "assistants").glob("*.yaml")), ids=lambda path: path.stem)
def test_an_offline_assistant_names_a_model_and_a_prompt_that_exist(path):
    definition = load(path)

    if definition.get("base_url", "").startswith("offline:"):
        assert definition["model"] in VERSIONS
        assert (path.parent / definition["prompt_file"]).is_file()
