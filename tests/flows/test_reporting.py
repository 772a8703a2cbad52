"""Pages written for runs on disk."""

from datetime import UTC, datetime

import pytest
from report.page_trials import shop

from evalsuite.domain.run import AssistantCard, Run
from evalsuite.errors import UsageError
from evalsuite.flows.reporting import left_of, save_folder, save_page, tell
from evalsuite.report.words import Heading
from evalsuite.store import RunFolder

HEADING = Heading(title="t", run_id="r", assistant="alex")


@pytest.fixture
def run(tmp_path):
    """A run of ten cases, of which so many have been made."""

    def make(done=10, trials=1):
        card = AssistantCard(name="alex", kind="python", fingerprint="f")
        manifest = Run(
            id="run-1", assistant=card, started_at=datetime(2026, 3, 2, tzinfo=UTC), tool_version="1", trials=trials
        )
        made = list(shop(10))
        with RunFolder(tmp_path / "run-1") as folder:
            folder.start(manifest, [entry for entry, _ in made])
            for _, trial in made[:done]:
                folder.append_transcript(trial)
                folder.append_verdicts(trial.case_id, trial.attempt, trial.judgement)
        return folder

    return make


def names(path):
    return sorted(one.name for one in path.iterdir() if one.suffix in {".html", ""})


def test_a_run_of_many_trials_becomes_a_folder_of_itself(run):
    folder = run()

    assert tell(folder, page=True, many=10).page == folder.path / "report" / "index.html"
    assert names(folder.path) == ["report"]


def test_a_run_of_fewer_trials_becomes_a_file(run):
    folder = run(done=9)
    tell(folder, page=True, many=9)

    assert tell(folder, page=True, many=10).page == folder.path / "report.html"
    assert names(folder.path) == ["report.html"]


@pytest.mark.parametrize(("done", "trials", "left"), [(10, 1, 0), (7, 1, 3), (7, 2, 13), (0, 1, 10)])
def test_what_is_left_of_a_run_is_counted(run, done, trials, left):
    assert left_of(run(done, trials)) == left


def test_the_page_of_a_run_that_was_killed_says_that_it_is_not_all(run):
    page = tell(run(done=4), page=True).page

    assert "So far: " in page.read_text("utf-8")


def broken():
    yield from shop(2)
    raise OSError("disk gone")


def test_a_page_that_breaks_off_leaves_the_one_before(tmp_path):
    page, folder = tmp_path / "page.html", tmp_path / "folder"
    save_page(page, HEADING, shop(3))
    save_folder(folder, HEADING, shop(3))
    before = page.read_bytes(), (folder / "index.html").read_bytes()

    for save, path in ((save_page, page), (save_folder, folder)):
        with pytest.raises(OSError, match="disk gone"):
            save(path, HEADING, broken())

    assert (page.read_bytes(), (folder / "index.html").read_bytes()) == before
    assert names(tmp_path) == ["folder", "page.html"]


def test_a_place_where_nothing_can_be_written_is_told(tmp_path):
    with pytest.raises(UsageError, match=r"no page can be written to .*nowhere.page\.html: No such file"):
        save_page(tmp_path / "nowhere" / "page.html", HEADING, shop(1))
