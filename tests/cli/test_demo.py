"""`evalsuite demo`, as a newcomer types it."""

import pytest
from shell import ROOT, environment, evalsuite


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    return folder, evalsuite(folder, "demo", timeout=120)


def test_the_fine_tune_with_bad_habits_is_held_and_the_better_one_ships(shown):
    _, done = shown

    assert done.returncode == 0, done.stderr
    assert "alex-tuned: Hold alex-tuned: " in done.stdout
    assert "alex-tuned-2: Ship alex-tuned-2: " in done.stdout


def test_the_words_that_held_it_are_quoted(shown):
    _, done = shown
    held = done.stdout.partition("alex-tuned: Hold")[2].partition("alex-tuned-2:")[0]

    assert "  It said:\n    “" in held


def test_each_assistant_has_a_page_and_the_next_command_is_named(shown):
    folder, done = shown

    for name in ("alex-base", "alex-tuned", "alex-tuned-2"):
        assert f"page: evalsuite-demo/{name}.html" in done.stdout
        assert (folder / "evalsuite-demo" / f"{name}.html").stat().st_size > 50_000
    assert "evalsuite init" in done.stdout


def test_the_readme_quotes_what_it_says(shown):
    _, done = shown
    quoted = [line for line in (ROOT / "README.md").read_text().splitlines() if line.startswith("alex-")]

    assert len(quoted) == 3
    assert set(quoted) <= set(done.stdout.splitlines())


def test_a_second_demo_says_the_same(shown):
    folder, first = shown

    assert evalsuite(folder, "demo", timeout=120).stdout == first.stdout


def test_no_key_and_no_address_of_the_person_s_is_used(tmp_path):
    assert "OPENAI_API_KEY" not in environment()
    done = evalsuite(tmp_path, "demo", timeout=120, OPENAI_BASE_URL="http://nobody.invalid/v1")

    assert done.returncode == 0, done.stderr
