import json

import pytest
from shell import evalsuite, workspace, write

DRAFT = """\
- id: refund-nobody-made
  failure: [phantom_action]
  origin: ticket
  messages:
    - user: I want my money back for ORD-100217.
  expect: [claims]
  bad_reply: I have refunded $48.00 to your card.
"""


def told(folder, *words):
    """The exit code, and what was printed as JSON."""
    done = evalsuite(folder, "tickets", *words, "--json", EVALSUITE_KEY="key")
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def test_from_an_export_to_a_case_in_json(tmp_path):
    workspace(tmp_path)
    evalsuite(tmp_path, "tickets", "import", "--example", EVALSUITE_KEY="key")

    code, drafted = told(tmp_path, "draft", "7001", "7026")

    assert code == 0
    assert [one["ticket"] for one in drafted["drafts"]] == ["zendesk:7001"]
    assert drafted["skipped"] == [{"ticket": "zendesk:7026", "why": "is not about the assistant", "path": ""}]

    case = drafted["drafts"][0]["case"]
    code, proved = told(tmp_path, "reproduce", case, "--good-reply", "Shall I refund it to your card?", "--trials", "0")

    assert (code, proved["reason"], proved["cases"][0]["good"]) == (0, "proved", "good_reply")

    code, promoted = told(tmp_path, "promote", case)

    assert (code, promoted["cases"][0]["path"]) == (0, f"cases/tickets/{case}.yaml")

    code, covered = told(tmp_path, "coverage")

    assert (code, covered["tickets"], covered["covered"] > 0) == (0, 40, True)


def test_what_is_not_proved_exits_1_and_says_what_to_do(tmp_path):
    write(workspace(tmp_path), {"cases/drafts/one.yaml": DRAFT.replace("I have refunded", "We may refund")})

    done = evalsuite(tmp_path, "tickets", "reproduce", "--trials", "0")

    assert done.returncode == 1
    assert "not proved yet: quote the words at fault (evalsuite tickets draft TICKET --again" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "mend"),
    [
        (["draft"], 2, "Take some in: evalsuite tickets import FILE"),
        (["draft", "--failure", "wrong_ton"], 2, "Did you mean 'wrong_tone'"),
        (["draft", "7001", "--control", "3"], 2, "name no tickets with it"),
        (["coverage"], 5, "Take some in: evalsuite tickets import FILE"),
        (["reproduce"], 5, "Make some: evalsuite tickets draft"),
        (["promote", "nothing"], 5, "Make some: evalsuite tickets draft"),
        (["import"], 2, "evalsuite tickets import --example"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_a_beginning_without_anything_says_what_comes_first(tmp_path, words, code, mend):
    done = evalsuite(workspace(tmp_path), "tickets", *words)

    assert done.returncode == code
    assert mend in done.stderr
    assert "Traceback" not in done.stderr


def test_a_named_draft_is_shown_for_whoever_approves_it(tmp_path):
    text = DRAFT.replace("expect:", "seen: {count: 2, first: '2026-01-05'}\n  # needed: what it says\n  expect:")
    write(workspace(tmp_path), {"cases/drafts/one.yaml": text + "  blamed: refunded $48.00\n"})

    shown = evalsuite(tmp_path, "tickets", "reproduce", "refund", "--good-reply", "Shall I?", "--trials", "0").stdout

    assert [line.split(None, 1) for line in shown.splitlines() if line.startswith("      ")] == [
        ["customer:", "I want my money back for ORD-100217."],
        ["complained", "of: I have »refunded $48.00« to your card."],
        ["right:", "Shall I?"],
        ["told:", "by 2 tickets, 2026-01-05"],
        ["for", "you:       what it says"],
    ]


@pytest.mark.parametrize(
    ("definition", "code", "why"),
    [
        (None, 2, "no assistant 'alex'"),
        ("kind: openai\nmodel: x\nbase_url: http://127.0.0.1:9/v1\nretries: 0\n", 4, "is it running?"),
        ("kind: openai\nmodel: x\n", 2, "set OPENAI_API_KEY"),
    ],
    ids=["no assistant", "one that is down", "one without its key"],
)
def test_where_no_assistant_can_be_asked_it_is_told_how_to_prove_without(tmp_path, definition, code, why):
    write(workspace(tmp_path), {"cases/drafts/one.yaml": DRAFT})
    (tmp_path / "graders" / "assistants" / "alex.yaml").unlink()
    if definition:
        write(tmp_path, {"graders/assistants/alex.yaml": definition})

    done = evalsuite(tmp_path, "tickets", "reproduce")

    assert done.returncode == code
    assert why in done.stderr
    assert "can be proved without the assistant too: --trials 0, with a --good-reply" in done.stderr
    assert "Traceback" not in done.stderr


def test_as_many_tickets_are_drafted_as_are_named_and_else_as_many_as_are_asked_for(tmp_path):
    workspace(tmp_path)
    evalsuite(tmp_path, "tickets", "import", "--example", EVALSUITE_KEY="key")

    limited = evalsuite(tmp_path, "tickets", "draft", "--limit", "1", EVALSUITE_KEY="key")
    _, named = told(tmp_path, "draft", "7001", "7002", "7003", "--limit", "1")

    assert "There may be more: the same again, or --limit 2" in limited.stderr
    assert len(named["drafts"]) + len(named["skipped"]) == 3
