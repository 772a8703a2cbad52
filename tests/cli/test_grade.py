"""`evalsuite grade`, as it is typed."""

import gzip
import json

from shell import evalsuite, workspace, write

from evalsuite.store import Runs

CLEAN = {"id": "a", "model": "m1", "task": 1, "messages": [
    {"role": "user", "content": "Where is ORD-100217?"},
    {"role": "assistant", "content": "ORD-100217 is being looked for."},
]}  # fmt: skip
INVENTED = {"id": "b", "model": "m2", "task": 1, "messages": [
    {"role": "user", "content": "Where is my parcel?"},
    {"role": "assistant", "content": "Your order ORD-998877 is in transit."},
]}  # fmt: skip


def lines(*conversations):
    return "".join(json.dumps(one) + "\n" for one in conversations)


def verdicts(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_verdict_line_a_conversation_in_input_order_without_a_workspace(tmp_path):
    write(tmp_path, {"log.jsonl": lines(CLEAN, INVENTED)})

    done = evalsuite(tmp_path, "grade", "log.jsonl", "--format", "jsonl")

    assert done.returncode == 1, done.stderr
    assert [line["id"] for line in verdicts(done)] == ["a", "b"]
    assert [line["verdicts"]["ids"]["outcome"] for line in verdicts(done)] == ["pass", "fail"]
    [finding] = verdicts(done)[1]["verdicts"]["ids"]["findings"]
    said = INVENTED["messages"][1]["content"]
    assert (finding["code"], finding["message"]) == ("invented_id", 1)
    assert said[finding["start"] : finding["end"]] == finding["quote"] == "ORD-998877"


def test_output_into_a_pipe_is_verdict_lines(tmp_path):
    write(tmp_path, {"log.jsonl": lines(CLEAN)})

    assert [line["id"] for line in verdicts(evalsuite(tmp_path, "grade", "log.jsonl"))] == ["a"]


def test_text_is_a_summary_with_the_words_at_fault(tmp_path):
    write(tmp_path, {"log.jsonl": lines(CLEAN, INVENTED)})

    done = evalsuite(tmp_path, "grade", "log.jsonl", "--format", "text")

    assert "1 of 2 cases failed." in done.stdout
    assert "Your order »ORD-998877« is in transit." in done.stdout
    assert "log.jsonl:2" in done.stdout


def test_gzip_is_read_and_a_page_is_written_besides(tmp_path):
    write(tmp_path, {"log.jsonl.gz": gzip.compress(lines(CLEAN).encode())})

    done = evalsuite(tmp_path, "grade", "log.jsonl.gz", "--html", "page.html")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "page.html").read_bytes().startswith(b"<!doctype html>")


def test_where_and_case_id_choose_and_name_conversations(tmp_path):
    write(tmp_path, {"log.jsonl": lines(CLEAN, INVENTED)})

    done = evalsuite(
        tmp_path, "grade", "log.jsonl", "--where", "model=m2", "--format", "text", "--case-id", "model,task"
    )

    assert "FAILED m2/1" in done.stdout
    assert "1 of 1 case" in done.stdout


def test_repeats_of_a_case_id_become_attempts_of_a_kept_run(tmp_path):
    write(workspace(tmp_path), {"log.jsonl": lines(CLEAN, INVENTED)})

    evalsuite(tmp_path, "grade", "log.jsonl", "--case-id", "task", "--run", "recorded")

    folder = Runs(tmp_path / "reports" / "runs").find("recorded")
    assert [(trial.case_id, trial.attempt, trial.outcome) for _, trial in folder.trials()] == [
        ("1", 1, "pass"),
        ("1", 2, "fail"),
    ]


def test_last_judges_only_the_last_reply(tmp_path):
    later = {**INVENTED, "messages": [*INVENTED["messages"], {"role": "user", "content": "Sure?"},
                                      {"role": "assistant", "content": "Let me check again."}]}  # fmt: skip
    write(tmp_path, {"log.jsonl": lines(later)})

    assert evalsuite(tmp_path, "grade", "log.jsonl").returncode == 1
    assert evalsuite(tmp_path, "grade", "log.jsonl", "--last").returncode == 0


def test_lines_that_cannot_be_read_are_answered_one_by_one(tmp_path):
    write(tmp_path, {"log.jsonl": lines(CLEAN) + '{"id": "torn", "mess\n' + lines({**CLEAN, "id": "c"})})

    done = evalsuite(tmp_path, "grade", "log.jsonl")

    assert done.returncode == 4
    assert [line["id"] for line in verdicts(done)] == ["a", "line-2", "c"]
    assert "log.jsonl:2:" in verdicts(done)[1]["errors"]["input"]
    assert "1 line could not be read" in done.stderr


def test_parts_nulls_and_legacy_function_calls_are_read(tmp_path):
    legacy = {"id": "legacy", "messages": [
        {"role": "system", "content": None},
        {"role": "user", "content": [{"type": "text", "text": "Where is it?"}, {"type": "image_url", "image_url": {}}]},
        {"role": "assistant", "content": None, "function_call": {"name": "find", "arguments": '{"q": 1}'}},
        {"role": "function", "name": "find", "content": '{"order_id": "ORD-445566"}'},
        {"role": "assistant", "content": "It is order ORD-445566."},
        {"role": "assistant", "content": "It is order ORD-445567."},
    ]}  # fmt: skip
    write(tmp_path, {"log.jsonl": lines(legacy)})

    [line] = verdicts(evalsuite(tmp_path, "grade", "log.jsonl", "--graders", "ids"))

    assert [(finding["message"], finding["code"]) for finding in line["verdicts"]["ids"]["findings"]] == [
        (5, "garbled_id")
    ]


def test_an_unknown_grader_and_a_missing_file_are_told_before_anything_is_read(tmp_path):
    write(tmp_path, {"log.jsonl": lines(CLEAN)})

    assert "no grader 'idz'. Did you mean 'ids'?" in evalsuite(tmp_path, "grade", "log.jsonl", "-g", "idz").stderr
    assert evalsuite(tmp_path, "grade", "none.jsonl").stderr.strip() == "no file none.jsonl"


def test_nothing_chosen_is_not_green(tmp_path):
    write(tmp_path, {"log.jsonl": lines(CLEAN)})

    assert evalsuite(tmp_path, "grade", "log.jsonl", "--where", "model=none").returncode == 5


def test_every_real_conversation_gets_its_line(tmp_path, shared_data):
    files = sorted((shared_data / "conversations").glob("*.jsonl.gz"))
    wanted = sum(len(gzip.decompress(file.read_bytes()).splitlines()) for file in files)

    done = evalsuite(tmp_path, "grade", *files, timeout=300)

    assert len(verdicts(done)) == wanted == 1062
    assert not [line for line in verdicts(done) if line["errors"]]
