"""What tests of one's own can use: a case by its id, and assertions on conversations."""

import pytest
from shell import pytest as run
from shell import workspace, write

import evalsuite
from evalsuite import Message, ToolCall, Transcript

GROUNDED = [
    {"role": "user", "content": "Where is ORD-100217?"},
    {"role": "assistant", "content": None, "tool_calls": [
        {"id": "1", "type": "function", "function": {"name": "get_order", "arguments": '{"order_id": "ORD-100217"}'}}
    ]},
    {"role": "tool", "tool_call_id": "1", "content": '{"order_id": "ORD-100217", "status": "in transit"}'},
    {"role": "assistant", "content": "ORD-100217 is in transit."},
]  # fmt: skip
INVENTED = [*GROUNDED[:-1], {"role": "assistant", "content": "ORD-100217 goes with parcel PRC-884213."}]
PHANTOM = [*GROUNDED[:-1], {"role": "assistant", "content": "I've refunded your order ORD-100217."}]
CONFTEST = (
    "import evalsuite, pytest\n\n@pytest.fixture(scope='session')\ndef assistant():\n"
    "    return lambda conversation: 'Hello!'\n"
)
CASES = "- id: greets\n  messages: [{user: Hi}]\n  expect: [{says: hello}]\n"


def test_a_conversation_whose_ids_are_known_is_grounded():
    evalsuite.assert_grounded(GROUNDED)


def test_an_invented_id_is_shown_where_it_stands():
    with pytest.raises(AssertionError) as raised:
        evalsuite.assert_grounded(INVENTED)

    assert "invented_id" in str(raised.value)
    assert "»PRC-884213«" in str(raised.value)


def test_an_id_of_the_context_is_known():
    evalsuite.assert_grounded(INVENTED, context={"parcel": "PRC-884213"})


def test_what_was_done_may_be_claimed_and_what_was_not_may_not():
    evalsuite.assert_no_phantom_claims(GROUNDED)
    with pytest.raises(AssertionError, match="refunded"):
        evalsuite.assert_no_phantom_claims(PHANTOM)


def test_a_transcript_and_its_messages_will_do_as_well():
    call = ToolCall(id="1", name="get_order", arguments={})
    messages = (
        Message(role="user", text="Where is my order?"),
        Message(role="assistant", tool_calls=(call,)),
        Message(role="tool", tool_call_id="1", text="it is on its way"),
        Message(role="assistant", text="It is on its way."),
    )

    evalsuite.assert_no_phantom_claims(messages)
    evalsuite.assert_no_phantom_claims(Transcript(messages=messages))


def test_a_conversation_without_a_reply_cannot_pass():
    with pytest.raises(AssertionError, match="UNGRADED"):
        evalsuite.assert_grounded(GROUNDED[:1])


def test_messages_of_another_shape_are_told():
    with pytest.raises(evalsuite.EvalsuiteError, match="role"):
        evalsuite.assert_grounded([{"content": "Hello"}])


def repository_with(folder, text):
    """What pytest says of a file of tests beside one case."""
    return run(
        write(
            workspace(folder, CASES),
            {"pytest.ini": "[pytest]\nevalsuite_cases = cases\n", "conftest.py": CONFTEST, "test_own.py": text},
        ),
        "--strict-markers",
        "-W",
        "error",
        "test_own.py",
    )


def test_a_test_can_run_a_case_by_its_id(tmp_path):
    done = repository_with(
        tmp_path,
        "def test_it(evalsuite_case):\n    result = evalsuite_case('greets')\n    assert result.passed\n"
        "    assert result.outcome == 'pass'\n    assert result.transcript.messages[-1].text == 'Hello!'\n",
    )

    assert "1 passed" in done.stdout, done.stdout


def test_a_case_that_fails_shows_its_conversation_in_the_assertion(tmp_path):
    done = repository_with(
        tmp_path,
        "import pytest\n\n@pytest.mark.evalsuite(assistant='alex')\ndef test_it(evalsuite_case):\n"
        "    result = evalsuite_case('greets')\n    assert not result.passed\n    assert result.findings\n",
    )
    write(tmp_path, {"cases/cases.yaml": CASES.replace("hello", "xylophone")})
    again = run(tmp_path, "test_own.py")

    assert "assert not True" in done.stdout
    assert "1 passed" in again.stdout, again.stdout


def test_a_case_that_is_not_there_is_told_with_the_nearest(tmp_path):
    done = repository_with(tmp_path, "def test_it(evalsuite_case):\n    evalsuite_case('greet')\n")

    assert "ERROR: no case 'greet'. Did you mean 'greets'?" in done.stdout


def test_cases_can_be_chosen_or_left_out_by_their_mark(tmp_path):
    repository_with(tmp_path, "def test_it():\n    pass\n")

    assert "1 passed, 1 deselected" in run(tmp_path, "-m", "evalsuite").stdout
    assert "1 passed, 1 deselected" in run(tmp_path, "-m", "not evalsuite").stdout
