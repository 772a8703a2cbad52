import pytest
from server import Answer, Server
from talk import failure, reply

from evalsuite.assistants.http import HttpAssistant
from evalsuite.domain.assistant import AssistantDefinition
from evalsuite.errors import InputError, UsageError

SECRET = "planted-0123456789"
HI = Answer({"text": "Hi"})


def over(server, *, env=None, limit=4_000_000, **given):
    given = {"url": f"{server.url}/chat", **given}
    return lambda: HttpAssistant(
        AssistantDefinition(name="alex", kind="http", **given), env=env or {}, reply_limit=limit
    )


def failed(script, *, env=None, limit=4_000_000, **given):
    with Server(script) as server:
        found = failure(over(server, env=env, limit=limit, **given))
    assert SECRET not in found.text
    return found


def test_the_conversation_is_posted_as_json():
    with Server(HI) as server:
        found = reply(over(server), "Where is my parcel?", context={"id": 7})

    assert found.messages[0].text == "Hi"
    assert (server.asked[0].method, server.asked[0].path) == ("POST", "/v1/chat")
    assert server.asked[0].headers["content-type"] == "application/json"
    assert server.asked[0].json()["messages"] == [{"role": "user", "content": "Where is my parcel?"}]
    assert server.asked[0].json()["context"] == {"id": 7}


def test_headers_take_secrets_from_the_environment():
    with Server(HI) as server:
        reply(over(server, env={"TOKEN": SECRET}, headers={"Authorization": "Bearer ${TOKEN}", "X-Shop": "1"}))

    assert server.asked[0].headers["authorization"] == f"Bearer {SECRET}"
    assert server.asked[0].headers["x-shop"] == "1"


def test_a_missing_variable_is_asked_for_by_name():
    with pytest.raises(UsageError, match="set TOKEN: assistant 'alex' sends it in a header"):
        failed(HI, headers={"Authorization": "${TOKEN}"})


def test_a_template_reshapes_the_request():
    template = '{"id": {{ case_id | tojson }}, "last": {{ messages[-1].content | tojson }}, "tools": {{ tools }}}'

    with Server(HI) as server:
        reply(over(server, request_template=template), 'say "hi" \ud800 </script>', tools=())

    assert server.asked[0].json() == {"id": "late-parcel", "last": 'say "hi" \ud800 </script>', "tools": []}


def test_mistakes_in_the_template_show_when_it_is_opened():
    with pytest.raises(InputError, match=r"no variable 'mesages'\. Did you mean 'messages'"):
        failed(HI, request_template="{{ mesages }}")


def test_a_template_that_gives_no_json_is_told():
    found = failed(HI, request_template="{{ case_id }}")

    assert found.kind == "crashed"
    assert "tojson" in found.text


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer("no", status=401), "unauthorized"),
        (Answer("no", status=404), "bad_request"),
        (Answer("no", status=422), "bad_request"),
        (Answer("no", status=429), "rate_limited"),
        (Answer("<html>", status=502), "server_error"),
        (Answer("no json"), "bad_reply"),
        (Answer({"answer": "Hi"}), "bad_reply"),
        (Answer(fault="drop"), "unreachable"),
        (Answer("x" * 5_000_000), "too_large"),
        (Answer(status=307, headers={"location": "/other"}), "bad_request"),
    ],
    ids=["401", "404", "422", "429", "502", "no json", "shape", "drop", "large", "redirect"],
)
def test_failures_are_told_apart(answer, kind):
    assert failed(answer).kind == kind


@pytest.mark.parametrize("fault", ["hang", "hang_after", "trickle"])
def test_an_endpoint_that_never_finishes_is_left(fault):
    found = failed(Answer("x" * 2000, fault=fault), timeout_seconds=0.3)

    assert (found.kind, "within 0.3 s" in found.text) == ("timeout", True)


def test_a_secret_that_is_echoed_is_not_shown():
    given = {"env": {"TOKEN": SECRET}, "headers": {"Authorization": "${TOKEN}"}}

    assert "[secret]" in failed(Answer({"error": f"bad token {SECRET}"}, status=400), **given).text
    assert "[secret]" in failed(Answer({"token": SECRET}), **given).text


def test_credentials_in_the_address_are_not_shown():
    with Server(Answer(status=500)) as server:
        found = failure(over(server, url=f"http://me:{SECRET}@127.0.0.1:{server.port}/chat?key={SECRET}"))

    assert found.kind == "server_error"
    assert SECRET not in found.text


def test_a_header_with_a_line_break_is_refused_without_showing_it():
    with pytest.raises(UsageError, match="header 'Authorization' holds line breaks") as found:
        failed(HI, env={"TOKEN": f"{SECRET}\nX: 1"}, headers={"Authorization": "${TOKEN}"})

    assert SECRET not in str(found.value)
