"""`evalsuite init`, as it is typed, and what it wrote put to use."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from server import Answer, Server, text
from shell import evalsuite, write
from shell import pytest as run_pytest

from evalsuite.flows.init import TEMPLATES, init

ALL = {
    ".evalsuite/case.schema.json",
    ".gitignore",
    "cases/first-steps.yaml",
    "conftest.py",
    "evalsuite.toml",
    "graders/assistants/support.yaml",
    "graders/ids.yaml",
    "graders/tools.yaml",
    "pytest.ini",
    "reports/.gitignore",
}
CROWDED = {
    ".gitignore": "*.log\nbuild/",
    "conftest.py": "import pytest\n\n\n@pytest.fixture\ndef database():\n    return {}\n",
    "pyproject.toml": '[project]\nname = "shop"\n\n[tool.pytest.ini_options]\ntestpaths = ["tests"]\n',
    "tests/test_shop.py": "def test_it(database):\n    assert database == {}\n",
    "cases/legal.yaml": "court: district\nfiled: 2026-01-01\n",
    "cases/readme.md": "Legal cases.\n",
    "reports/january.csv": "a,b\n",
}


def files(folder):
    """Every file's content by path; what Python and a run leave behind is passed over."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and "runs" not in path.parts
    }


def make(folder, template="python"):
    """What became of each file, by path."""
    return {item.path: item for item in init(folder, template=template)}


# -- what it writes runs


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fresh")
    return folder, evalsuite(folder, "init", "--template", "python")


def test_into_an_empty_folder_it_writes_a_whole_workspace_and_says_what_is_next(fresh):
    folder, done = fresh

    assert done.returncode == 0, done.stderr
    assert set(files(folder)) >= {*ALL, "support_assistant.py"}
    assert "wrote  cases/first-steps.yaml\n" in done.stdout
    assert done.stdout.endswith("next: evalsuite run\n")


def test_what_it_wrote_is_healthy_passes_and_runs_under_pytest(fresh):
    folder, _ = fresh

    doctor = evalsuite(folder, "doctor", "--json")
    assert {one["state"] for one in json.loads(doctor.stdout)} == {"ok"}
    run = evalsuite(folder, "run")
    assert (run.returncode, "All 3 cases passed." in run.stdout) == (0, True), run.stdout + run.stderr
    assert "3 passed" in run_pytest(folder).stdout


def test_git_would_keep_what_it_wrote_and_ignore_runs_and_the_schema(fresh):
    folder, _ = fresh

    assert (folder / ".gitignore").read_text().splitlines() == [".evalsuite/"]
    assert (folder / "reports" / ".gitignore").read_text().splitlines() == ["/runs/"]


def test_a_second_time_it_changes_nothing_and_says_so(fresh):
    folder, _ = fresh
    before = files(folder)

    done = evalsuite(folder, "init", "--template", "openai")

    assert files(folder) == before
    assert done.returncode == 0
    assert "wrote" not in done.stdout
    assert done.stdout.endswith("nothing to write: everything is there\n")


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    folder = write(tmp_path_factory.mktemp("crowded"), CROWDED)
    return folder, evalsuite(folder, "init", "--template", "python")


def test_in_a_crowded_repository_it_overwrites_nothing(crowded):
    folder, done = crowded
    now = files(folder)

    assert done.returncode == 0, done.stderr
    assert {path: now[path] for path in CROWDED if path != ".gitignore"} == {
        path: text.encode() for path, text in CROWDED.items() if path != ".gitignore"
    }
    assert now[".gitignore"] == b"*.log\nbuild/\n.evalsuite/\n"


def test_where_cases_holds_other_yaml_the_cases_get_a_folder_of_their_own(crowded):
    folder, _ = crowded

    assert (folder / "cases" / "evalsuite" / "first-steps.yaml").is_file()
    assert not (folder / "cases" / "first-steps.yaml").exists()
    assert 'cases = ["cases/evalsuite"]' in (folder / "evalsuite.toml").read_text()
    assert "$schema=../../.evalsuite/" in (folder / "cases" / "evalsuite" / "first-steps.yaml").read_text()


def test_with_the_lines_it_told_a_crowded_repository_runs_too(crowded):
    folder, done = crowded
    told = re.split(r"(?m)^todo   (\S+): is there; add to it\n", done.stdout)
    lines = {
        path: re.sub(r"(?m)^ {12}", "", re.split(r"(?m)^\S", text)[0]).strip()
        for path, text in zip(told[1::2], told[2::2], strict=True)
    }
    assert set(lines) == {"conftest.py", "pyproject.toml"}
    table, setting = lines["pyproject.toml"].splitlines()
    conftest, pyproject = folder / "conftest.py", folder / "pyproject.toml"
    conftest.write_text(f"{lines['conftest.py']}\n\n\n{conftest.read_text()}")
    pyproject.write_text(pyproject.read_text().replace(table, f"{table}\n{setting}"))

    assert evalsuite(folder, "doctor").returncode == 0
    run = evalsuite(folder, "run")
    assert (run.returncode, "All 3 cases passed." in run.stdout) == (0, True), run.stdout + run.stderr
    both = run_pytest(folder, "tests", "cases")
    assert "4 passed" in both.stdout, both.stdout
    assert "nothing to write: everything is there" in evalsuite(folder, "init").stdout


@pytest.mark.parametrize(
    ("template", "code", "says"),
    [
        ("openai", 2, "OPENAI_API_KEY"),
        ("http", 4, "127.0.0.1:8000"),
        ("command", 0, "All 3 cases passed."),
    ],
)
def test_each_template_runs_at_once_or_tells_what_it_lacks(tmp_path, template, code, says):
    evalsuite(tmp_path, "init", "-t", template)

    done = evalsuite(tmp_path, "run", OPENAI_API_KEY="")

    assert done.returncode == code, done.stderr
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("template", "line", "answer"),
    [
        ("openai", "# base_url: http://127.0.0.1:8000/v1", text("What is your order number?")),
        ("http", "url: http://127.0.0.1:8000/reply", Answer({"text": "What is your order number?"})),
    ],
)
def test_with_its_address_filled_in_a_template_reaches_the_assistant(tmp_path, template, line, answer):
    make(tmp_path, template)
    definition = tmp_path / "graders" / "assistants" / "support.yaml"
    key = line.removeprefix("# ").partition(":")[0]

    with Server(answer) as server:
        definition.write_text(definition.read_text().replace(line, f"{key}: {server.url}"))
        done = evalsuite(tmp_path, "run", "--tag", "smoke", "--case", "order-number-is-missing", OPENAI_API_KEY="k")

    assert "The one case passed." in done.stdout, done.stdout + done.stderr
    assert "Where is my parcel?" in server.asked[-1].body.decode()


def test_the_openai_template_tells_what_to_fill_in(tmp_path):
    done = evalsuite(tmp_path, "init", "shop")

    assert done.stdout.splitlines()[-1] == (
        "next: say your model in graders/assistants/support.yaml and set OPENAI_API_KEY, then cd shop && evalsuite run"
    )


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_writes_the_same_workspace_around_its_assistant(tmp_path, template):
    make(tmp_path, template)

    assert set(files(tmp_path)) >= ALL
    assert b"@" not in b"".join(files(tmp_path)[path] for path in ALL - {"conftest.py", ".evalsuite/case.schema.json"})


# -- mistakes


def test_an_unknown_template_is_refused_with_the_nearest_and_writes_nothing(tmp_path):
    done = evalsuite(tmp_path, "init", "--template", "opnai")

    assert (done.returncode, done.stderr) == (2, "no template 'opnai'. Did you mean 'openai'?\n")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    write(tmp_path, {"shop": ""})

    done = evalsuite(tmp_path, "init", "shop")

    assert done.returncode == 2
    assert done.stderr.endswith("shop is no folder\n")


def test_settings_that_cannot_be_read_are_told_before_anything_is_written(tmp_path):
    write(tmp_path, {"evalsuite.toml": "trials = 0\n"})

    done = evalsuite(tmp_path, "init")

    assert done.returncode == 2
    assert done.stderr == "evalsuite.toml:1:1: trials wants a whole number of at least 1, got 0\n"
    assert set(files(tmp_path)) == {"evalsuite.toml"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="anyone may write everywhere here")
def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path):
    tmp_path.chmod(0o500)

    done = evalsuite(tmp_path, "init")

    assert done.returncode == 2
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr


# -- what is there


@given(missing=st.sets(st.sampled_from(sorted({*ALL, "support_assistant.py"}))))
@settings(max_examples=15, deadline=None)
def test_whatever_is_missing_is_completed_and_the_rest_stays(tmp_path_factory, missing):
    folder = tmp_path_factory.mktemp("partial")
    make(folder)
    whole = files(folder)
    # A definition stands only where the program it names was written before it.
    missing = missing | ({"graders/assistants/support.yaml"} if "support_assistant.py" in missing else set())
    for path in missing:
        (folder / path).unlink()

    items = make(folder)

    assert files(folder) == whole
    assert {path for path, item in items.items() if item.state == "wrote"} == missing


def test_settings_in_pyproject_stay_the_settings(tmp_path):
    write(tmp_path, {"pyproject.toml": '[tool.evalsuite]\nassistant = "alex"\ncases = ["golden"]\n'})

    make(tmp_path)

    assert not (tmp_path / "evalsuite.toml").exists()
    assert (tmp_path / "graders" / "assistants" / "alex.yaml").is_file()
    assert (tmp_path / "golden" / "first-steps.yaml").is_file()


def test_inside_another_workspace_it_makes_one_of_its_own_and_says_so(tmp_path):
    make(tmp_path)

    item = make(tmp_path / "shop")["../evalsuite.toml"]

    assert item.why == "holds above; this workspace is one of its own"
    assert (tmp_path / "shop" / "evalsuite.toml").is_file()


def test_an_assistant_that_is_there_becomes_the_default_and_gets_no_second_beside_it(tmp_path):
    write(tmp_path, {"graders/assistants/alex.yaml": "kind: recorded\nrecording: alex.jsonl\n"})

    make(tmp_path)

    assert 'assistant = "alex"' in (tmp_path / "evalsuite.toml").read_text()
    assert [path.name for path in (tmp_path / "graders" / "assistants").iterdir()] == ["alex.yaml"]
    assert not (tmp_path / "support_assistant.py").exists()


def test_cases_of_ones_own_get_no_example_and_no_tools_they_do_not_know(tmp_path):
    write(tmp_path, {"cases/mine.yaml": "- id: a\n  messages: [{user: Hi}]\n  tools: {fly: [{result: 1}]}\n"})

    make(tmp_path)

    assert [path.name for path in (tmp_path / "cases").iterdir()] == ["mine.yaml"]
    assert not (tmp_path / "graders" / "tools.yaml").exists()


def test_a_conftest_with_an_assistant_is_left_alone(tmp_path):
    write(tmp_path, {"conftest.py": "import pytest\n@pytest.fixture\ndef assistant():\n    return 'support'\n"})

    assert make(tmp_path)["conftest.py"].state == "left"


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("pytest.ini", "[pytest]\n", ("[pytest]", "evalsuite_cases = cases")),
        ("setup.cfg", "[tool:pytest]\n", ("[tool:pytest]", "evalsuite_cases = cases")),
        ("tox.ini", "[pytest]\n", ("[pytest]", "evalsuite_cases = cases")),
        ("pyproject.toml", "[project]\n", ("[tool.pytest.ini_options]", 'evalsuite_cases = ["cases"]')),
        ("pyproject.toml", "[tool.pytest]\n", ("[tool.pytest]", 'evalsuite_cases = ["cases"]')),
    ],
)
def test_what_configures_pytest_is_left_to_its_owner_with_the_lines_to_add(tmp_path, name, text, lines):
    write(tmp_path, {name: text})

    items = make(tmp_path)

    assert (items[name].state, items[name].lines) == ("todo", lines)
    assert (tmp_path / name).read_text() == text
    assert not (tmp_path / "pytest.ini").exists() or name == "pytest.ini"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b".evalsuite/\n"),
        (b"a\r\nb", b"a\r\nb\r\n.evalsuite/\r\n"),
        (b"caf\xe9/\n", b"caf\xe9/\n.evalsuite/\n"),
        (b"/.evalsuite\n", b"/.evalsuite\n"),
        ("\ufeffa\n".encode("utf-16"), "\ufeffa\n".encode("utf-16")),
    ],
)
def test_gitignore_gets_one_line_in_its_own_line_ending(tmp_path, before, after):
    write(tmp_path, {".gitignore": before})

    make(tmp_path)

    assert (tmp_path / ".gitignore").read_bytes() == after


def test_what_it_writes_has_unix_line_ends_and_is_utf_8(fresh):
    for content in files(fresh[0]).values():
        assert b"\r" not in content
        content.decode("utf-8")


# -- links


def linked(folder, name):
    """A folder with a link in it that leads to another one outside."""
    here, outside = folder / "here", folder / "outside"
    here.mkdir()
    outside.mkdir()
    (here / name).symlink_to(outside, target_is_directory=True)
    return here, outside


@pytest.mark.parametrize("name", ["cases", "graders", "reports", ".evalsuite"])
def test_a_link_that_leads_outside_is_not_written_through(tmp_path, name):
    here, outside = linked(tmp_path, name)

    items = make(here)

    assert list(outside.iterdir()) == []
    assert any("leads outside" in item.why for path, item in items.items() if path.startswith(name))


def test_a_gitignore_that_is_a_link_outside_is_not_added_to(tmp_path):
    write(tmp_path, {"theirs": "a\n", "here/.keep": ""})
    (tmp_path / "here" / ".gitignore").symlink_to(tmp_path / "theirs")

    item = make(tmp_path / "here")[".gitignore"]

    assert (tmp_path / "theirs").read_text() == "a\n"
    assert (item.state, item.lines) == ("todo", (".evalsuite/",))


def test_a_link_that_leads_nowhere_is_something_that_is_there(tmp_path):
    (tmp_path / "conftest.py").symlink_to(tmp_path / "nowhere.py")

    make(tmp_path)

    assert not Path(tmp_path / "nowhere.py").exists()


def test_a_file_where_a_folder_should_be_is_told_and_left(tmp_path):
    write(tmp_path, {"cases": "these are no cases\n"})

    items = make(tmp_path)

    assert items["cases/first-steps.yaml"].why == "cases is no folder"
    assert (tmp_path / "cases").read_text() == "these are no cases\n"
