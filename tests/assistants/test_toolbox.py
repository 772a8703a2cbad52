import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.assistants.toolbox import FixtureToolbox, matches
from evalsuite.domain.case import Fixture
from evalsuite.domain.conversation import Message, ToolCall
from evalsuite.errors import ModelError, ToolFailure

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
ARGUMENTS = st.dictionaries(st.text(max_size=4), VALUES, max_size=4)


def answers(toolbox, *calls):
    async def run():
        return [await toolbox.call(call) for call in calls]

    return asyncio.run(run())


def call(name="track", **arguments):
    return ToolCall(id="c1", name=name, arguments=arguments)


def only(*fixtures, simulator=None):
    return FixtureToolbox({"track": fixtures}, simulator)


class Shop:
    """A simulator with every way to answer."""

    def __init__(self):
        self.count = 0

    def call(self, name, arguments):
        match name:
            case "count":
                self.count += 1
                return {"count": self.count}
            case "fail":
                raise ToolFailure("the till is closed")
            case "slip":
                return {}["missing"]
            case "crash":
                raise ZeroDivisionError("division\x1b by zero")
            case "table":
                return {"other": 1}[name]
        raise LookupError(name)


def test_a_result_is_given_as_json():
    [found] = answers(only(Fixture(result={"status": "é"})), call())

    assert found == Message(role="tool", text='{"status": "é"}', tool_call_id="c1", name="track")


def test_a_text_result_is_given_as_it_is():
    assert answers(only(Fixture(result='say "hi"')), call())[0].text == 'say "hi"'


def test_the_first_fixture_that_matches_wins():
    toolbox = only(
        Fixture(given={"id": "A"}, result="a"), Fixture(result="any"), Fixture(given={"id": "B"}, result="b")
    )

    assert [found.text for found in answers(toolbox, call(id="A"), call(id="B"))] == ["a", "any"]


def test_results_are_used_up_in_order_and_the_last_stays():
    toolbox = only(Fixture(results=("packed", "sent", "there")))

    assert [found.text for found in answers(toolbox, *[call()] * 4)] == ["packed", "sent", "there", "there"]


def test_results_of_equal_fixtures_are_used_up_apart():
    toolbox = FixtureToolbox({"a": (Fixture(results=(1, 2)),), "b": (Fixture(results=(1, 2)),)})

    assert [found.text for found in answers(toolbox, call("a"), call("b"), call("a"))] == ["1", "1", "2"]


def test_a_declared_failure_is_an_error_result():
    [found] = answers(only(Fixture(error="no such order")), call())

    assert (found.text, found.is_error, found.extra) == ("no such order", True, {})


@pytest.mark.parametrize("box", [only(), FixtureToolbox({}), only(Fixture(given={"id": "B"}))])
def test_a_call_nothing_answers_is_marked(box):
    [found] = answers(box, call(id="A"))

    assert found.is_error
    assert found.extra == {"unanswered": True}


@pytest.mark.parametrize(
    ("given", "arguments"),
    [
        ({"id": 7}, {"id": "7"}),
        ({"id": "7"}, {"id": 7}),
        ({"total": 48.0}, {"total": "48.00"}),
        ({"total": 48}, {"total": 48.0}),
        ({"order": {"id": "A"}}, {"order": {"id": "A", "note": "x"}, "more": 1}),
        ({"items": [{"sku": "A"}, "2"]}, {"items": [{"sku": "A", "count": 1}, 2]}),
        ({"big": 12345678901234567890}, {"big": "12345678901234567890"}),
    ],
)
def test_arguments_match(given, arguments):
    assert matches(Fixture(given=given), arguments)


@pytest.mark.parametrize(
    ("given", "arguments"),
    [
        ({"id": "A"}, {}),
        ({"id": "A"}, {"id": "a"}),
        ({"id": 7}, {"id": "007"}),
        ({"id": "7"}, {"id": "07"}),
        ({"ok": True}, {"ok": 1}),
        ({"ok": True}, {"ok": "true"}),
        ({"n": 1}, {"n": True}),
        ({"items": ["A"]}, {"items": ["A", "B"]}),
        ({"order": {"id": "A"}}, {"order": "A"}),
        ({"big": 12345678901234567890}, {"big": "12345678901234567891"}),
        ({"n": float("nan")}, {"n": "nan"}),
    ],
)
def test_arguments_do_not_match(given, arguments):
    assert not matches(Fixture(given=given), arguments)


def test_exact_fixtures_refuse_more_arguments_at_every_depth():
    fixture = Fixture(given={"order": {"id": "A"}}, exact=True)

    assert matches(fixture, {"order": {"id": "A"}})
    assert not matches(fixture, {"order": {"id": "A"}, "more": 1})
    assert not matches(fixture, {"order": {"id": "A", "more": 1}})


@given(ARGUMENTS, ARGUMENTS)
def test_more_arguments_never_unmake_a_match(given_arguments, more):
    assert matches(Fixture(given=given_arguments), more | given_arguments)


@given(VALUES)
def test_a_result_can_be_read_back(value):
    [found] = answers(only(Fixture(result=value)), call())

    assert found.text == value if isinstance(value, str) else json.loads(found.text) == value


def test_a_simulator_answers_what_no_fixture_does():
    toolbox = FixtureToolbox({"count": (Fixture(given={"id": "A"}, result="fixed"),)}, Shop())

    texts = [found.text for found in answers(toolbox, call("count"), call("count", id="A"), call("count"))]

    assert texts == ['{"count": 1}', "fixed", '{"count": 2}']


def test_a_simulated_failure_is_an_error_result():
    [found] = answers(only(simulator=Shop()), call("fail"))

    assert (found.text, found.is_error, found.extra) == ("the till is closed", True, {})


@pytest.mark.parametrize("name", ["unheard", "table"])
def test_a_tool_the_simulator_lacks_is_unanswered(name):
    assert answers(only(simulator=Shop()), call(name))[0].extra == {"unanswered": True}


@pytest.mark.parametrize(
    ("name", "said"), [("crash", r"ZeroDivisionError: division\x1b by zero"), ("slip", "KeyError: 'missing'")]
)
def test_a_crash_of_the_simulator_is_an_error_and_no_result(name, said):
    with pytest.raises(ModelError) as found:
        answers(only(simulator=Shop()), call(name))

    assert found.value.failure.kind == "crashed"
    assert "Shop crashed on " + name in str(found.value)
    assert said in str(found.value)
