"""`evalsuite read`, as it is typed."""

import json
import subprocess
import sys

from shell import environment, evalsuite, write


def line(text, **fields):
    return json.dumps({"id": "a", "text": text, **fields}) + "\n"


def heard(folder, text, *words):
    write(folder, {"texts.jsonl": line(text)})
    done = evalsuite(folder, "read", "texts.jsonl", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_claims_ids_amounts_and_dates_come_with_their_places(tmp_path):
    text = "**I have refunded** $48.00 for ORD-100217 on May 3."

    one = heard(tmp_path, text)

    assert list(one)[:1] == ["id"]
    [claim] = one["claims"]
    assert (claim["class"], claim["amount"], claim["target"]) == ("refund", "48.00 USD", "ORD-100217")
    for key, quote in (("claims", claim["quote"]), ("ids", "ORD-100217"), ("amounts", "$48.00"), ("dates", "May 3")):
        [found] = one[key]
        assert text[found["start"] : found["end"]] == found["quote"] == quote
    assert one["amounts"][0]["amount"] == "48.00"


def test_commitments_come_with_their_kind_and_amount(tmp_path):
    text = "I can offer a $20 credit for your next order."

    [one] = heard(tmp_path, text)["commitments"]

    assert (one["kind"], one["amount"], one["conditional"]) == ("credit", "20 USD", False)
    assert text[one["start"] : one["end"]] == one["quote"]


def test_a_text_without_anything_to_read_has_empty_lists(tmp_path):
    one = heard(tmp_path, "Hello!")

    assert (one["claims"], one["ids"], one["amounts"], one["dates"]) == ([], [], [], [])


def test_standard_input_is_read(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "evalsuite", "read"], cwd=tmp_path, env=environment(), capture_output=True,
        input=line("I have cancelled it.").encode(), timeout=60, check=False,
    )  # fmt: skip

    assert json.loads(done.stdout)["claims"][0]["class"] == "cancel"


def test_why_tells_of_verbs_that_are_no_claims(tmp_path):
    [one] = heard(tmp_path, "I have not refunded it.", "--why")["unseen"]

    assert one["quote"] == "refunded"
    assert one["why"] == "Without 'not' it would be a claim."


def test_text_shows_the_words_marked_and_what_was_read_in_them(tmp_path):
    done = evalsuite(tmp_path, "read", "--format", "text", "--text", "I have cancelled ORD-100217. I will cancel it.")

    assert "»I have cancelled »ORD-100217«[2]«[1]. I will cancel it." in done.stdout
    assert "[1] claim, cancel: cancel (first person, done, target ORD-100217)" in done.stdout
    assert "no claim: 'cancel' at 36. 'cancel' after 'will' tells of nothing that was done." in done.stdout


def test_declared_ids_of_the_workspace_are_known(tmp_path):
    write(tmp_path, {"evalsuite.toml": "", "graders/ids.yaml": "ids: {desk: 'D[0-9]'}\n"})

    assert heard(tmp_path, "It is at D7.")["ids"][0]["why"] == "declared desk"


def test_a_language_without_word_tables_is_told(tmp_path):
    assert "no word tables" in heard(tmp_path, "Ik heb uw bestelling geannuleerd.", "--language", "nl")["note"]


def test_hostile_texts_are_read_and_shown_safely(tmp_path):
    text = "I have refunded \ud800 \x1b[31m<b>it</b> \u202e now."

    assert heard(tmp_path, text)["claims"]
    done = evalsuite(tmp_path, "read", "texts.jsonl", "--format", "text")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_lines_that_hold_no_text_are_told_and_the_others_read(tmp_path):
    write(tmp_path, {"texts.jsonl": '{"id": "a"}\n' + line("I have refunded it.") + "{\n"})

    done = evalsuite(tmp_path, "read", "texts.jsonl")

    assert done.returncode == 4
    assert [bool(json.loads(one).get("claims")) for one in done.stdout.splitlines()] == [False, True, False]
    assert 'texts.jsonl:1:1: the line wants an object like {"id": "a", "text": "I have refunded you."}.' in done.stderr
    assert "2 lines could not be read" in done.stderr


def test_nothing_to_read_is_never_green(tmp_path):
    write(tmp_path, {"texts.jsonl": "\n"})

    assert evalsuite(tmp_path, "read", "texts.jsonl").returncode == 5
    assert evalsuite(tmp_path, "read", "none.jsonl").returncode == 2
