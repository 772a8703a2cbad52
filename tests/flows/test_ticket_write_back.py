import asyncio

import pytest
from server import Answer, Server
from shell import write

from evalsuite.flows.ticket_promotion import Promoted
from evalsuite.flows.ticket_write_back import tell_help_desks
from evalsuite.workspace import open_workspace

KEYS = {
    "ZENDESK_EMAIL": "a@example.com",
    "ZENDESK_TOKEN": "t",
    "INTERCOM_TOKEN": "t",
    "FRESHDESK_KEY": "t",
    "HELPSCOUT_ID": "i",
    "HELPSCOUT_SECRET": "t",
}


def desk(asked):
    """What every help desk answers: it lets in, says who it is, and takes what it is given."""
    if "token" in asked.path and "authorization" not in asked.headers:
        return Answer({"access_token": "given"})
    if asked.path != "/me" and asked.headers.get("authorization") is None:
        return Answer({}, status=401)
    return Answer({"type": "admin", "id": "99"}) if asked.path == "/me" else Answer(b"", status=201)


def told(folder, *tickets, kind="zendesk", script=desk, keys=KEYS):
    """What became of promoted tickets, with the last thing the help desk was asked for each."""
    with Server(script) as server:
        url = server.url.removesuffix("/v1")
        write(folder, {"evalsuite.toml": f'[tickets.sources.{kind}]\nurl = "{url}"\n'})
        space = open_workspace(folder, environment=keys)
        promoted = [Promoted(case_id="a-case", path="a.yaml", ticket=one, needed=0) for one in tickets]
        found = asyncio.run(tell_help_desks(space, promoted))
    return found, [asked for asked in server.asked if asked.method in {"PUT", "POST"} and "token" not in asked.path]


@pytest.mark.parametrize(
    ("kind", "method", "path", "body"),
    [
        ("zendesk", "PUT", "/api/v2/tickets/4711/tags.json", {"tags": ["evalsuite_case"]}),
        (
            *("freshdesk", "POST", "/api/v2/tickets/4711/notes"),
            {"body": "An eval case was made of this: a-case", "private": True},
        ),
        (
            *("intercom", "POST", "/conversations/4711/reply"),
            {
                "message_type": "note",
                "type": "admin",
                "admin_id": "99",
                "body": "An eval case was made of this: a-case",
            },
        ),
        ("helpscout", "POST", "/v2/conversations/4711/notes", {"text": "An eval case was made of this: a-case"}),
    ],
    ids=["zendesk", "freshdesk", "intercom", "helpscout"],
)
def test_each_help_desk_is_told_in_its_own_way_where_only_staff_sees_it(tmp_path, kind, method, path, body):
    (one,), asked = told(tmp_path, f"{kind}:4711", kind=kind)

    assert (one.failed, asked[-1].method, asked[-1].path, asked[-1].json()) == ("", method, path, body)


def test_a_ticket_id_that_looks_like_a_path_stays_one_part_of_the_address(tmp_path):
    _, asked = told(tmp_path, "zendesk:../users/1?x=")

    assert asked[-1].path == "/api/v2/tickets/..%2Fusers%2F1%3Fx%3D/tags.json"


def test_one_that_is_refused_does_not_stop_the_others(tmp_path):
    def script(asked):
        return Answer({}, status=404) if "/1/" in asked.path else Answer({})

    found, asked = told(tmp_path, "zendesk:1", "zendesk:2", script=script)

    assert [bool(one.failed) for one in found] == [True, False]
    assert len(asked) == 2


def test_a_ticket_of_a_file_has_nobody_to_tell(tmp_path):
    found, asked = told(tmp_path, "file:7", None)

    assert [one.failed for one in found] == [
        "the settings have no help desk of kind 'file'; mark it yourself",
        "its ticket is not in the store",
    ]
    assert not asked


def test_a_missing_key_is_told_and_nothing_is_asked(tmp_path):
    (one,), asked = told(tmp_path, "zendesk:1", keys={})

    assert "ZENDESK_TOKEN" in one.failed
    assert not asked
