"""`evalsuite report`, as it is typed."""

import json
import shutil
from xml.etree import ElementTree as ET

import pytest
from shell import evalsuite, write

from evalsuite.flows.comparing import open_side, weigh
from evalsuite.flows.reporting import held_against, tell
from evalsuite.flows.surfacing import surface, surfaced
from evalsuite.workspace import open_workspace

WELL = '{"id": "c%d", "messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}]}\n'
ILL = (
    '{"id": "c%d", "messages": [{"role": "user", "content": "Where is it?"},'
    ' {"role": "assistant", "content": "Order ORD-99887%d is \\u001b[31mlost\\u001b[0m."}]}\n'
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A workspace with two runs of twenty cases: in `old` one fails, in `new` three others do."""
    folder = write(tmp_path_factory.mktemp("shop"), {"evalsuite.toml": "graders = ['ids']\n"})
    for name, bad in (("old", {19}), ("new", {0, 1, 2})):
        log = "".join(ILL % (i, i % 10) if i in bad else WELL % i for i in range(20))
        write(folder, {"log.jsonl": log})
        done = evalsuite(folder, "grade", "log.jsonl", "--run", name)
        assert done.returncode == 1, done.stderr
    return folder


@pytest.fixture
def here(made, tmp_path):
    """A copy of it that a test may change."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_a_page_is_written_into_the_runs_folder(here):
    done = evalsuite(here, "report", "new")

    assert done.returncode == 0, done.stderr
    assert "3 of 20 cases failed." in done.stdout
    assert "ORD-998871" in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stdout.endswith("page: reports/runs/new/report.html\n")


def test_split_makes_a_folder(here):
    done = evalsuite(here, "report", "new", "--split", "--output", "page")

    assert done.stdout.endswith("page: page/index.html\n")
    assert {one.name for one in (here / "page").iterdir()} == {"index.html", "data"}


def test_a_folder_that_holds_something_else_is_left_alone(here):
    done = evalsuite(here, "report", "new", "--split", "--output", "reports")

    assert done.returncode == 2
    assert "is no page in a folder. Name a new folder with --output" in done.stderr
    assert (here / "reports" / "runs" / "new" / "run.json").exists()


def test_the_same_run_gives_the_same_bytes_on_every_surface(here):
    workspace = open_workspace(here, environment={})

    def told():
        folder = workspace.runs().find("new")
        weighed, before = weigh(workspace, "old", "new"), held_against(open_side(workspace, "old"))
        page = tell(folder, page=True, weighed=weighed, before=before).page.read_bytes()
        run = surfaced(workspace, folder, weighed=weighed)
        return [page, *(surface(run, form) for form in ("markdown", "junit", "github"))]

    assert told() == told()


def test_junit_goes_into_a_file(here):
    done = evalsuite(here, "report", "new", "--format", "junit", "--output", "cases.xml")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "wrote cases.xml\n")
    suite = ET.parse(here / "cases.xml").getroot().find("testsuite")  # noqa: S314  - our own
    assert (suite.get("tests"), suite.get("failures")) == ("20", "3")


def test_the_comment_holds_the_run_against_its_baseline(here):
    done = evalsuite(here, "report", "new", "-b", "old", "-f", "markdown", "--link", "https://ci.example/page.html")

    assert done.returncode == 0, done.stderr
    assert "### Undecided on" in done.stdout
    assert "Held against recorded \\(old\\), run `old`." in done.stdout
    assert "**What passed before and fails now**" in done.stdout
    assert "[`c0`](https://ci.example/page.html#case=c0&attempt=1)" in done.stdout


def test_annotations_name_paths_from_the_repositorys_root(here):
    write(here, {".git/HEAD": ""})
    shop = here / "shop"
    shop.mkdir()
    for name in ("evalsuite.toml", "reports"):
        shutil.move(here / name, shop / name)

    lines = evalsuite(shop, "report", "new", "-f", "github", GITHUB_WORKSPACE="").stdout.splitlines()

    assert [line.partition(",line=")[0] for line in lines[:3]] == ["::error file=shop/log.jsonl"] * 3
    assert lines[-1] == "::notice title=evalsuite::3 of 20 cases failed."


def test_the_step_summary_is_added_to_githubs_file(here):
    write(here, {"summary.md": "before\n"})
    missing = evalsuite(here, "report", "new", "--step-summary", GITHUB_STEP_SUMMARY="")
    done = evalsuite(here, "report", "new", "-f", "github", "--step-summary", GITHUB_STEP_SUMMARY=here / "summary.md")

    assert missing.returncode == 2
    assert "GITHUB_STEP_SUMMARY is not set" in missing.stderr
    assert done.stdout.startswith("::error ")
    assert (here / "summary.md").read_text().startswith("before\n<!-- evalsuite report: recorded -->\n### 3 of 20")


def test_json_is_the_summary_and_writes_no_page(here):
    page = here / "reports" / "runs" / "new" / "report.html"
    page.unlink(missing_ok=True)

    done = evalsuite(here, "report", "new", "-f", "json")

    told = json.loads(done.stdout)
    assert (told["run"], told["outcomes"]["fail"]) == ("new", 3)
    assert not page.exists()


def test_a_folder_cannot_be_the_page(here):
    done = evalsuite(here, "report", "new", "--output", "reports")

    assert done.returncode == 2
    assert "is a folder: name a file for the page" in done.stderr


def test_a_place_where_nothing_can_be_written_is_told(here):
    done = evalsuite(here, "report", "new", "-f", "junit", "--output", "nowhere/cases.xml")

    assert done.returncode == 2
    assert done.stderr == "nothing can be written to nowhere/cases.xml: No such file or directory. Name another place\n"
