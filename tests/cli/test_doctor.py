"""`evalsuite doctor`: each thing that is there, missing or broken, told with its mend."""

import json

import pytest
from shell import ALEX, evalsuite, workspace, write


def checks(folder, *words, **variables):
    """What doctor found: (state, what, mend) of each check, and the exit code."""
    done = evalsuite(folder, "doctor", "--json", *words, **variables)
    assert "Traceback" not in done.stderr, done.stderr
    return [(one["state"], one["what"], one["mend"]) for one in json.loads(done.stdout)], done.returncode


def found(folder, state, *words, **variables):
    """What doctor found in this state, with the mends."""
    told, code = checks(folder, *words, **variables)
    return [(what, mend) for one, what, mend in told if one == state], code


def test_an_empty_folder_is_no_mistake_and_the_way_in_is_told(tmp_path):
    missing, code = found(tmp_path, "missing")

    [(what, mend)] = missing
    assert code == 0
    assert what == f"no workspace in {tmp_path} or above: defaults hold"
    assert "evalsuite init" in mend


def test_a_healthy_workspace_has_nothing_missing_and_nothing_broken(tmp_path):
    write(workspace(tmp_path), {"graders/tools.yaml": "tools: [{name: fly, kind: read, effects: [lookup]}]\n"})

    told, code = checks(tmp_path)

    assert code == 0
    assert {state for state, _, _ in told} == {"ok"}
    assert ("ok", "1 case in 1 file, every grader bound", "") in told
    assert ("ok", "assistant = alex (from evalsuite.toml)", "") in told


def test_people_read_one_line_a_check_with_the_mend_under_it(tmp_path):
    write(workspace(tmp_path), {"evalsuite.toml": 'assistant = "alec"\n'})

    done = evalsuite(tmp_path, "doctor")

    assert done.returncode == 2
    assert (
        "broken   the default assistant 'alec' has no definition\n         write graders/assistants/alec.yaml"
        in done.stdout
    )


def test_a_folder_inside_a_workspace_is_examined_as_the_workspace(tmp_path):
    workspace(tmp_path)

    told, _ = checks(tmp_path / "cases")

    assert ("ok", f"workspace {tmp_path} (evalsuite.toml)", "") in told


def test_without_a_tool_catalogue_a_note_tells_what_one_is_good_for(tmp_path):
    notes, code = found(workspace(tmp_path), "note")

    [(what, mend)] = notes
    assert code == 0
    assert "no graders/tools.yaml" in what
    assert "effects" in mend


def test_a_tool_that_changes_things_and_says_not_what_is_told(tmp_path):
    write(workspace(tmp_path), {"graders/tools.yaml": "tools: [{name: fly, kind: write}, {name: see, kind: read}]\n"})

    missing, code = found(tmp_path, "missing")

    assert code == 0
    assert missing == [("tools without effects: fly", "add effects: […] to each")]


def test_an_assistant_whose_key_is_not_set_is_told_with_the_variable(tmp_path):
    write(workspace(tmp_path), {"graders/assistants/alex.yaml": "kind: openai\nmodel: m\napi_key_env: SHOP_KEY\n"})

    missing, code = found(tmp_path, "missing")

    assert code == 0
    assert missing == [("assistant alex needs a key", "set SHOP_KEY in the environment")]
    assert found(tmp_path, "missing", SHOP_KEY="k")[0] == []


def test_a_key_in_the_env_file_counts(tmp_path):
    write(
        workspace(tmp_path),
        {
            "graders/assistants/alex.yaml": "kind: openai\nmodel: m\napi_key_env: SHOP_KEY\n",
            "evalsuite.toml": 'env_file = ".env"\n',
            ".env": "SHOP_KEY=k\n",
        },
    )

    assert found(tmp_path, "missing")[0] == []


def test_a_workspace_without_an_assistant_is_told_where_to_describe_one(tmp_path):
    (workspace(tmp_path) / "graders" / "assistants" / "alex.yaml").unlink()
    write(tmp_path, {"evalsuite.toml": ""})

    missing, _ = found(tmp_path, "missing")

    assert missing == [("no assistant", "describe one in graders/assistants/NAME.yaml")]


BROKEN = {
    "settings": ({"evalsuite.toml": "trials = 0\n"}, "evalsuite.toml:1:1: trials wants a whole number"),
    "settings that are no TOML": ({"evalsuite.toml": "trials = = 0\n"}, "evalsuite.toml:1:10: not TOML: Invalid value"),
    "an env file": ({"evalsuite.toml": 'env_file = "gone.env"\n'}, "env_file: no file gone.env"),
    "code": ({"graders/mine.py": "import evalsuite\n1 / 0\n"}, "graders/mine.py:2:1: ZeroDivisionError"),
    "the catalogue": ({"graders/tools.yaml": "tolls: []\n"}, "graders/tools.yaml:1:1: "),
    "id patterns": ({"graders/ids.yaml": "ids: {order: 'A-['}\n"}, "graders/ids.yaml:1:14: "),
    "an assistant": ({"graders/assistants/alex.yaml": "kind: opnai\n"}, "graders/assistants/alex.yaml:1:7: "),
    "a case": ({"cases/cases.yaml": "- id: a\n  mesages: []\n"}, "cases/cases.yaml:1:3: case 'a': messages is missing"),
    "a grader's name": (
        {"cases/cases.yaml": "- id: a\n  messages: [{user: Hi}]\n  expect: [{sais: x}]\n"},
        "cases/cases.yaml:3:13: case 'a': no grader 'sais'. Did you mean 'says'?",
    ),
}


@pytest.mark.parametrize(("files", "says"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_told_with_its_place(tmp_path, files, says):
    broken, code = found(write(workspace(tmp_path), files), "broken")

    assert code == 2
    assert len(broken) == 1, broken
    assert broken[0][1].startswith(says)


def test_every_broken_part_is_told_and_not_the_first_alone(tmp_path):
    write(
        workspace(tmp_path),
        {"graders/ids.yaml": "ids: 3\n", "graders/assistants/alex.yaml": "kind: x\n", "cases/cases.yaml": "a: 1\n"},
    )

    broken, _ = found(tmp_path, "broken")

    mends = " ".join(mend for _, mend in broken)
    assert all(name in mends for name in ("graders/ids.yaml", "alex.yaml", "cases/cases.yaml"))


def test_code_that_may_not_run_is_not_run(tmp_path):
    write(workspace(tmp_path), {"graders/mine.py": "1 / 0\n"})

    assert found(tmp_path, "broken", "--no-workspace-code") == ([], 0)


def test_a_workspace_without_cases_is_told_where_they_belong(tmp_path):
    (workspace(tmp_path) / "cases" / "cases.yaml").unlink()

    told, _ = checks(tmp_path)

    assert any("no case files in cases" in what + mend for _, what, mend in told)


def test_hidden_characters_reach_no_terminal(tmp_path):
    write(workspace(tmp_path), {"graders/assistants/al\x1b[31mex.yaml": ALEX})

    assert "\x1b" not in evalsuite(tmp_path, "doctor").stdout
