"""`evalsuite tickets redact` and `classify`, as they are typed."""

import json

from shell import evalsuite, write


def lines(*records):
    return "".join(json.dumps(one) + "\n" for one in records)


TEXT = "Ada Byron here, ada@corp-mail.net, order ORD-100217"
ONE = {"id": "a", "text": TEXT, "known_people": ["Ada Byron"]}
TICKET = {
    "id": "7",
    "messages": [
        {"role": "user", "text": "cancel ORD-1000"},
        {"role": "assistant", "text": "Your order has been cancelled."},
        {"role": "user", "text": "no it was never cancelled, your bot lied"},
    ],
}


def test_redact_prints_stand_ins_and_places_in_the_text_as_given(tmp_path):
    write(tmp_path, {"texts.jsonl": lines(ONE)})

    done = evalsuite(tmp_path, "tickets", "redact", "texts.jsonl")

    one = json.loads(done.stdout)
    assert list(one) == ["id", "text", "spans"]
    assert [(TEXT[span["start"] : span["end"]], span["type"], span["band"]) for span in one["spans"]] == [
        ("Ada Byron", "person", "auto"),
        ("ada@corp-mail.net", "email", "auto"),
    ]
    assert one["text"].endswith("here, customer1@example.com, order ORD-100217")


def test_redact_gives_ids_other_digits_where_that_is_asked_for(tmp_path):
    write(tmp_path, {"texts.jsonl": lines(ONE, {**ONE, "id": "b"})})

    done = evalsuite(tmp_path, "tickets", "redact", "texts.jsonl", "--ids", "shift")

    first, second = (json.loads(line)["text"].split()[-1] for line in done.stdout.splitlines())
    assert first == second != "ORD-100217"


def test_redact_tells_all_lines_that_it_cannot_read_and_goes_on(tmp_path):
    write(tmp_path, {"texts.jsonl": '{"id": 1}\nnope\n' + lines(ONE)})

    done = evalsuite(tmp_path, "tickets", "redact", "texts.jsonl")

    assert done.returncode == 4
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr.startswith("texts.jsonl:1:1: the line wants an object like")
    assert "texts.jsonl:2:1: not JSON" in done.stderr


def test_redact_of_nothing_is_never_green(tmp_path):
    write(tmp_path, {"texts.jsonl": ""})

    assert evalsuite(tmp_path, "tickets", "redact", "texts.jsonl").returncode == 5


def test_check_tells_the_place_of_what_may_not_be_written(tmp_path):
    write(tmp_path, {"a.yaml": "id: a\nmail: ada@corp-mail.net\n", "b.yaml": "mail: customer1@example.com\n"})

    bad = evalsuite(tmp_path, "tickets", "redact", "--check", "a.yaml", "b.yaml")
    good = evalsuite(tmp_path, "tickets", "redact", "--check", "b.yaml")

    assert (bad.returncode, good.returncode) == (1, 0)
    assert bad.stderr.startswith("a.yaml:2:7: an e-mail address outside example.com")
    assert "corp-mail" not in bad.stderr


def test_check_reads_folders_whole_and_passes_over_what_is_no_text(tmp_path):
    write(tmp_path, {"cases/drafts/a.yaml": "mail: ada@corp-mail.net\n", "cases/b.yaml": "id: b\n"})
    (tmp_path / "cases" / "photo.png").write_bytes(b"\x89PNG\0 ada@corp-mail.net")

    done = evalsuite(tmp_path, "tickets", "redact", "--check", "cases")

    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith("cases/drafts/a.yaml:1:7:")
    assert done.stderr.splitlines()[1:] == ["1 leak in 1 of 2 files"]


def test_check_holds_files_to_the_teams_own_words_and_never_shows_them(tmp_path):
    write(
        tmp_path,
        {
            "evalsuite.toml": '[privacy]\ndeny = ["Nightjar"]\n',
            ".evalsuite/deny.txt": "# customers\nQuillon Works\n",
            "cases/a.yaml": "id: nightjar-7\nabout: the QUILLON works\n",
        },
    )

    done = evalsuite(tmp_path, "tickets", "redact", "--check", "cases")

    assert done.returncode == 1
    assert [line.split(". ")[0] for line in done.stderr.splitlines()] == [
        "cases/a.yaml:1:5: a word of your deny list stands here",
        "cases/a.yaml:2:12: a word of your deny list stands here",
        "2 leaks in 1 of 1 file",
    ]
    assert "Quillon" not in done.stderr


def test_check_of_nothing_is_never_green(tmp_path):
    (tmp_path / "cases").mkdir()

    assert evalsuite(tmp_path, "tickets", "redact", "--check", "cases").returncode == 5
    assert evalsuite(tmp_path, "tickets", "redact", "--check", "nowhere").returncode == 2


def test_a_deny_file_that_is_not_there_is_told(tmp_path):
    write(tmp_path, {"evalsuite.toml": '[privacy]\ndeny_file = "gone.txt"\n', "texts.jsonl": lines(ONE)})

    done = evalsuite(tmp_path, "tickets", "redact", "texts.jsonl")

    assert done.returncode == 2
    assert "no file gone.txt, which [privacy] deny_file names" in done.stderr


def test_classify_prints_labels_with_their_evidence(tmp_path):
    write(tmp_path, {"tickets.jsonl": lines(TICKET)})

    done = evalsuite(tmp_path, "tickets", "classify", "tickets.jsonl")

    one = json.loads(done.stdout)
    assert (one["id"], one["about_assistant"], one["failure"]) == ("7", True, ["phantom_action"])
    assert one["bad_reply_quote"] == "Your order has been cancelled."
    assert one["evidence"]


def test_classify_hears_the_graders_where_a_ticket_shows_tool_calls(tmp_path):
    call = {"id": "c1", "type": "function", "function": {"name": "get_order", "arguments": '{"order_id": "ORD-1000"}'}}
    messages = [
        {"role": "user", "content": "Where is ORD-1000?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c1", "content": '{"order_id": "ORD-1000", "tracking": "ZX10002000"}'},
        {"role": "assistant", "content": "It is on its way with tracking ZX10007777."},
    ]
    write(tmp_path, {"tickets.jsonl": lines({"id": "8", "messages": messages})})

    done = evalsuite(tmp_path, "tickets", "classify", "tickets.jsonl")

    one = json.loads(done.stdout)
    assert one["failure"] == ["hallucinated_id"]
    assert {clue["kind"] for clue in one["evidence"]} >= {"grader"}


def test_hostile_tickets_change_nothing_but_their_own_line(tmp_path):
    hostile = {"id": "../../etc", "messages": [{"role": "user", "text": "=cmd()\u0000<b>\ud800 {{ 7*7 }}"}]}
    write(tmp_path, {"tickets.jsonl": lines(hostile, TICKET)})

    done = evalsuite(tmp_path, "tickets", "classify", "tickets.jsonl")

    assert done.returncode == 0, done.stderr
    assert [json.loads(line)["about_assistant"] for line in done.stdout.splitlines()] == [False, True]
