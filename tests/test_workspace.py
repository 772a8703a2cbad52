"""A workspace found, and its files made into values."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shell import workspace, write

from evalsuite.domain.case import GraderSpec
from evalsuite.errors import EvalsuiteError, InputError, NothingRanError, UsageError
from evalsuite.protocols import Knowledge
from evalsuite.workspace import open_workspace


def opened(folder, **options):
    return open_workspace(folder, environment={}, **options)


def case(name, *, tags=""):
    return f"- id: {name}\n  tags: [{tags}]\n  messages: [{{user: Hello!}}]\n"


GRADER = "import evalsuite\n\n@evalsuite.grader\ndef {name}(context):\n    return evalsuite.verdict_of([])\n"


# -- the root


@given(depth=st.integers(0, 6))
def test_the_root_is_found_from_any_folder_below_it(tmp_path_factory, depth):
    root = workspace(tmp_path_factory.mktemp("root"))
    here = root.joinpath(*"abcdef"[:depth])
    here.mkdir(parents=True, exist_ok=True)

    assert opened(here).root == root


def test_the_nearest_workspace_holds(tmp_path):
    workspace(tmp_path)
    workspace(tmp_path / "inner")

    assert opened(tmp_path / "inner" / "cases").root == tmp_path / "inner"


def test_evalsuite_toml_goes_before_pyproject_in_one_folder(tmp_path):
    write(tmp_path, {"evalsuite.toml": "trials = 2\n", "pyproject.toml": "[tool.evalsuite]\ntrials = 3\n"})

    here = opened(tmp_path)

    assert (here.found, here.settings.trials) == ("evalsuite.toml", 2)


def test_a_pyproject_without_our_table_is_passed_over(tmp_path):
    write(tmp_path, {"evalsuite.toml": "trials = 2\n", "sub/pyproject.toml": '[project]\nname = "x"\n'})

    assert opened(tmp_path / "sub").root == tmp_path


def test_an_empty_table_in_pyproject_makes_a_workspace(tmp_path):
    write(tmp_path, {"pyproject.toml": "[tool.evalsuite]\n"})

    assert opened(tmp_path).found == "pyproject.toml"


def test_a_table_of_ours_that_is_only_in_a_comment_makes_none(tmp_path):
    write(tmp_path, {"pyproject.toml": "# [tool.evalsuite]\n"})

    assert opened(tmp_path).found == ""


def test_without_any_the_folder_has_defaults(tmp_path):
    here = opened(tmp_path)

    assert (here.root, here.found, here.settings.trials) == (tmp_path, "", 1)


def test_settings_are_shown_as_the_person_would_type_them(tmp_path):
    write(tmp_path, {"evalsuite.toml": "trials = 0\n", "sub/.keep": ""})

    with pytest.raises(InputError, match=r"^evalsuite\.toml:1:1: "):
        opened(tmp_path)


def test_settings_that_are_no_utf_8_are_told(tmp_path):
    write(tmp_path, {"evalsuite.toml": b'assistant = "caf\xe9"\n'})

    with pytest.raises(EvalsuiteError, match=r"evalsuite\.toml cannot be read"):
        opened(tmp_path)


# -- the env file


def test_the_env_file_is_read_only_where_the_settings_name_it(tmp_path):
    write(tmp_path, {"evalsuite.toml": "", ".env": "SHOP_KEY=k\n"})
    assert "SHOP_KEY" not in opened(tmp_path).environment

    write(tmp_path, {"evalsuite.toml": 'env_file = ".env"\n'})
    assert opened(tmp_path).environment["SHOP_KEY"] == "k"


def test_the_environment_itself_goes_before_the_env_file(tmp_path):
    write(tmp_path, {"evalsuite.toml": 'env_file = ".env"\n', ".env": "A=file\nB=file\n"})

    here = open_workspace(tmp_path, environment={"A": "process"})

    assert (here.environment["A"], here.environment["B"]) == ("process", "file")


def test_an_env_file_that_is_not_there_is_told(tmp_path):
    write(tmp_path, {"evalsuite.toml": 'env_file = "gone"\n'})

    with pytest.raises(UsageError, match="env_file: no file gone"):
        opened(tmp_path)


def test_an_env_file_that_is_no_utf_8_is_told(tmp_path):
    write(tmp_path, {"evalsuite.toml": 'env_file = ".env"\n', ".env": b"A=caf\xe9\n"})

    with pytest.raises(UsageError, match=r"env_file: \.env"):
        opened(tmp_path)


# -- cases


def test_drafts_are_never_selected(tmp_path):
    write(workspace(tmp_path, case("a")), {"cases/drafts/b.yaml": case("b"), "cases/x/drafts/y/c.yaml": case("c")})

    assert [one.case.id for one in opened(tmp_path).cases()] == ["a"]


def test_drafts_that_are_named_are_run(tmp_path):
    write(workspace(tmp_path), {"cases/drafts/b.yaml": case("b")})

    assert [one.case.id for one in opened(tmp_path).cases(["cases/drafts"])] == ["b"]


def test_a_workspace_that_stands_in_a_folder_named_drafts_has_its_cases(tmp_path):
    workspace(tmp_path / "drafts", case("a"))

    assert [one.case.id for one in opened(tmp_path / "drafts").cases()] == ["a"]


def test_cases_come_in_the_order_of_their_files(tmp_path):
    write(workspace(tmp_path, case("m")), {"cases/b.yaml": case("z"), "cases/a/x.yml": case("y")})

    assert [one.case.id for one in opened(tmp_path).cases()] == ["y", "z", "m"]


def test_a_file_named_twice_is_read_once(tmp_path):
    workspace(tmp_path, case("a"))

    assert len(opened(tmp_path).cases(["cases", "cases/cases.yaml"])) == 1


def test_a_path_that_is_not_there_is_told_as_it_was_typed(tmp_path):
    with pytest.raises(UsageError, match="no file or folder cases/gone"):
        opened(workspace(tmp_path)).cases(["cases/gone"])


def test_no_case_files_is_nothing_ran(tmp_path):
    with pytest.raises(NothingRanError, match="no case files in cases; this folder is no workspace"):
        opened(tmp_path).cases()


@given(
    known=st.lists(st.sampled_from(["alpha", "beta", "gamma"]), unique=True, min_size=1),
    wanted=st.sets(st.sampled_from(["alpha", "beta", "gamma"]), min_size=1),
)
def test_exactly_the_named_cases_are_selected_or_the_missing_ones_told(tmp_path_factory, known, wanted):
    folder = workspace(tmp_path_factory.mktemp("cases"), "".join(case(name) for name in known))

    if wanted <= set(known):
        assert {one.case.id for one in opened(folder).cases(ids=sorted(wanted))} == wanted
    else:
        with pytest.raises(InputError) as caught:
            opened(folder).cases(ids=sorted(wanted))
        assert len(caught.value.complaints) == len(wanted - set(known))


def test_a_case_is_selected_by_any_of_the_tags(tmp_path):
    workspace(tmp_path, case("a", tags="x") + case("b", tags="y") + case("c", tags="z"))

    assert [one.case.id for one in opened(tmp_path).cases(tags=["x", "z"])] == ["a", "c"]


def test_a_fixture_for_a_tool_that_is_not_declared_is_told(tmp_path):
    cases = "- id: a\n  messages: [{user: Hi}]\n  tools: {flie: [{result: 1}]}\n"
    write(workspace(tmp_path, cases), {"graders/tools.yaml": "tools: [{name: fly}]\n"})

    with pytest.raises(InputError, match=r"cases/cases\.yaml:3:11: case 'a': there is no tool 'flie'. Known: fly"):
        opened(tmp_path).cases()


# -- code


def test_a_grader_of_ones_own_is_found_by_its_name(tmp_path):
    write(workspace(tmp_path), {"graders/mine.py": GRADER.format(name="polite")})

    bound = opened(tmp_path).registry.bind(GraderSpec(name="polite", bare=True), knowledge=Knowledge())

    assert bound.name == "polite"


def test_two_graders_of_one_name_are_refused_with_both_files(tmp_path):
    write(
        workspace(tmp_path),
        {"graders/a.py": GRADER.format(name="polite"), "graders/b.py": GRADER.format(name="polite")},
    )

    with pytest.raises(InputError) as caught:
        _ = opened(tmp_path).registry

    assert "polite" in str(caught.value)
    assert "graders/a.py" in str(caught.value)
    assert "graders/b.py" in str(caught.value)


def test_a_grader_under_two_names_is_no_clash_with_itself(tmp_path):
    write(workspace(tmp_path), {"graders/mine.py": GRADER.format(name="polite") + "\n\nalias = polite\n"})

    assert "polite" in opened(tmp_path).registry.names()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = 1\n\n1 / 0\n", "graders/mine.py:3:1: ZeroDivisionError: division by zero"),
        ("def f(:\n", "graders/mine.py:1:1: SyntaxError"),
        ("import no_such_module_at_all\n", "graders/mine.py:1:1: ModuleNotFoundError"),
        ("import sys\nsys.exit(3)\n", "graders/mine.py:2:1: SystemExit"),
    ],
)
def test_code_that_crashes_is_told_with_its_file_and_line(tmp_path, text, says):
    write(workspace(tmp_path), {"graders/mine.py": text})

    with pytest.raises(InputError) as caught:
        _ = opened(tmp_path).code

    assert str(caught.value).startswith(says)


def test_where_code_may_not_run_none_is_run(tmp_path):
    write(workspace(tmp_path), {"graders/mine.py": "1 / 0\n"})

    assert opened(tmp_path, run_code=False).code == []


def test_outside_a_workspace_no_code_is_run(tmp_path):
    write(tmp_path, {"graders/mine.py": "1 / 0\n"})

    assert opened(tmp_path).code == []


@pytest.mark.parametrize("kind", ["kind: python\nfunction: mine:reply\n", "kind: command\ncommand: [true]\n"])
def test_an_assistant_that_is_code_is_refused_where_code_may_not_run(tmp_path, kind):
    write(workspace(tmp_path), {"graders/assistants/alex.yaml": kind})

    with pytest.raises(UsageError, match="--no-workspace-code refuses"):
        opened(tmp_path, run_code=False).assistant("alex")


# -- assistants


def test_the_assistant_is_the_settings_default_where_none_is_named(tmp_path):
    assert opened(workspace(tmp_path)).assistant().name == "alex"


def test_the_only_assistant_needs_no_name(tmp_path):
    write(workspace(tmp_path), {"evalsuite.toml": ""})

    assert opened(tmp_path).assistant().name == "alex"


def test_of_several_assistants_one_has_to_be_named(tmp_path):
    write(workspace(tmp_path), {"evalsuite.toml": "", "graders/assistants/bo.yaml": "kind: openai\nmodel: m\n"})

    with pytest.raises(UsageError, match=r"no assistant named: .* Known: alex, bo\."):
        opened(tmp_path).assistant()


def test_an_unknown_assistant_is_told_with_the_nearest(tmp_path):
    with pytest.raises(UsageError, match=r"no assistant 'alec'\. Did you mean 'alex'\?"):
        opened(workspace(tmp_path)).assistant("alec")


def test_the_prompt_file_is_read_from_beside_the_definition(tmp_path):
    write(
        workspace(tmp_path),
        {
            "graders/assistants/alex.yaml": "kind: openai\nmodel: m\nprompt_file: prompts/a.md\n",
            "graders/assistants/prompts/a.md": "You are Alex.\n",
        },
    )

    definition = opened(tmp_path).assistant()

    assert (definition.prompt, definition.prompt_path) == ("You are Alex.\n", "prompts/a.md")


@pytest.mark.parametrize("path", ["../../../secret.txt", "link.md", "{outside}/secret.txt"])
def test_a_prompt_file_outside_the_workspace_is_refused(tmp_path, path):
    outside = write(tmp_path, {"secret.txt": "hush"})
    path = path.format(outside=outside)
    here = write(
        workspace(tmp_path / "here"),
        {"graders/assistants/alex.yaml": f"kind: openai\nmodel: m\nprompt_file: {path}\n"},
    )
    (here / "graders" / "assistants" / "link.md").symlink_to(tmp_path / "secret.txt")

    with pytest.raises(InputError, match="is outside the workspace") as caught:
        opened(here).assistant()

    assert "hush" not in str(caught.value)


def test_a_recording_outside_the_workspace_is_refused(tmp_path):
    write(tmp_path, {"log.jsonl": '{"id": "a", "messages": []}\n'})
    here = write(
        workspace(tmp_path / "here"), {"graders/assistants/alex.yaml": "kind: recorded\nrecording: ../log.jsonl\n"}
    )

    async def open_it():
        here_now = opened(here)
        await here_now.open(here_now.assistant(), wrap=lambda model: model, concurrency=1)

    with pytest.raises(UsageError, match="outside the workspace"):
        asyncio.run(open_it())


def test_paths_are_shown_from_where_the_person_stands(tmp_path):
    here = opened(workspace(tmp_path))

    assert here.shown(tmp_path / "cases" / "cases.yaml") == "cases/cases.yaml"
    assert here.shown(Path("/elsewhere/x")) == str(Path("/elsewhere/x"))
