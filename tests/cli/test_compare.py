"""`evalsuite compare`, `gate` and `baseline`, as they are typed."""

import json
import re
import shutil

import pytest
from promptfoo import results, row
from shell import evalsuite, workspace, write

WELL = (
    '{"id": "c%d", "model": "%s", "messages": [{"role": "user", "content": "Hello"},'
    ' {"role": "assistant", "content": "Hello!"}]}\n'
)
ILL = (
    '{"id": "c%d", "model": "%s", "messages": [{"role": "user", "content": "Where is my parcel?"},'
    ' {"role": "assistant", "content": "Your order ORD-998877 is in transit."}]}\n'
)
GATE = "graders = ['ids']\n[gate]\nhard_zero = {ids = 0.03}\n"


def conversations(model, *, well=0, ill=0):
    return "".join(ILL % (i, model) for i in range(ill)) + "".join(WELL % (i, model) for i in range(ill, well + ill))


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory):
    """A run of so many good and bad conversations; each is graded once for all tests of this file."""
    made = {}

    def make(name, well, ill):
        if (name, well, ill) not in made:
            here = made[name, well, ill] = tmp_path_factory.mktemp("graded")
            write(here, {"evalsuite.toml": GATE, "log.jsonl": conversations(name, well=well, ill=ill)})
            done = evalsuite(here, "grade", "log.jsonl", "--where", f"model={name}", "--run", name)
            assert done.returncode in {0, 1}, done.stderr
        return made[name, well, ill] / "reports" / "runs" / name

    return make


@pytest.fixture
def graded(tmp_path, graded_once):
    """A workspace with such runs, by name."""

    def make(**runs):
        write(tmp_path, {"evalsuite.toml": GATE})
        for name, (well, ill) in runs.items():
            shutil.copytree(graded_once(name, well, ill), tmp_path / "reports" / "runs" / name)
        return tmp_path

    return make


def table(*outcomes):
    return "case_id,outcome\n" + "".join(f"c{i},{one}\n" for i, one in enumerate(outcomes))


def test_a_candidate_that_keeps_to_the_rules_ships_with_0(graded):
    done = evalsuite(graded(old=(120, 0), new=(120, 0)), "gate", "old", "new")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Ship new: it keeps to every rule against old.\n")
    assert "0 of 120 still means up to 2.5 %" in done.stdout


def test_a_candidate_that_invents_ids_is_held_with_1_and_its_words_are_quoted(graded):
    done = evalsuite(graded(old=(60, 0), new=(40, 20)), "gate", "old", "new")

    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith(
        "Hold new: ids got worse, 20 of 60 cases now fail (0 before); less than 3 % is allowed."
    )
    assert "20 regressions:\n  c0: ids\n      ORD-998877 (looks like an id)" in done.stdout
    assert "What would change this:\n  - mend the 20 cases in which ids fails" in done.stdout


def test_too_few_cases_are_undecided_with_3_and_say_what_would_decide(graded):
    done = evalsuite(graded(old=(64, 0), new=(64, 0)), "gate", "old", "new")

    assert done.returncode == 3, done.stderr
    assert "0 of 64 still means up to 4.6 %" in done.stdout
    assert "99 cases without a failure of ids would be enough to ship (64 now)" in done.stdout


def test_json_tells_the_decision_to_a_program(graded):
    done = evalsuite(graded(old=(60, 0), new=(40, 20)), "gate", "old", "new", "--json")

    told = json.loads(done.stdout)
    assert (told["exit_code"], told["reason"], told["answer"]) == (1, "too_frequent", "hold")
    assert [one["criterion"]["label"] for one in told["decision"]["criteria"]] == ["ids", ""]
    assert len(told["comparison"]["flips"]) == 20


def test_compare_exits_with_0_whatever_it_finds(graded):
    done = evalsuite(graded(old=(60, 0), new=(40, 20)), "compare", "old", "new")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("new passes 66.7 % of 60 common cases, old 100 %: 33.3 points lower (95 % interval ")
    assert "McNemar mid-p below 0.001" in done.stdout


def test_compare_in_json(graded):
    done = evalsuite(graded(old=(12, 0), new=(12, 0)), "compare", "old", "new", "--json")

    told = json.loads(done.stdout)
    assert (told["exit_code"], told["reason"], told["comparison"]["overall"]["cases"]) == (0, "compared", 12)


def test_a_committed_baseline_stands_for_its_run(graded):
    here = graded(old=(60, 0), new=(40, 20))

    written = evalsuite(here, "baseline", "set", "old")
    by_name, by_file = (
        evalsuite(here, "gate", "baseline", "new"),
        evalsuite(here, "gate", "reports/baseline.jsonl", "new"),
    )

    assert written.stdout == "wrote reports/baseline.jsonl\n"
    assert by_name.stdout == by_file.stdout == evalsuite(here, "gate", "old", "new").stdout


def test_a_baseline_is_written_alike_each_time(graded):
    here = graded(old=(12, 1))
    baseline = here / "reports" / "baseline.jsonl"

    evalsuite(here, "baseline", "set", "old")
    first = baseline.read_bytes()
    evalsuite(here, "baseline", "set", "old")

    assert baseline.read_bytes() == first
    assert json.loads(first.splitlines()[0]) == {"format": 1, "run": "old", "assistant": "old"}
    assert b"parcel" not in first


def test_without_a_baseline_the_mend_is_told(tmp_path):
    done = evalsuite(workspace(tmp_path), "gate", "baseline", "latest")

    assert done.returncode == 2
    assert done.stderr.strip() == (
        "no baseline yet: there is no reports/baseline.jsonl. Make one: evalsuite baseline set RUN"
    )


def test_a_changed_grader_is_undecided_where_the_baselines_run_is_gone(graded):
    here = graded(old=(60, 0), new=(60, 0))
    evalsuite(here, "baseline", "set", "old")
    baseline = here / "reports" / "baseline.jsonl"
    baseline.write_text(re.sub(r'"graders":\{"ids":"\w+"\}', '"graders":{"ids":"older"}', baseline.read_text()))
    shutil.rmtree(here / "reports" / "runs" / "old")

    done = evalsuite(here, "gate", "baseline", "new", "--json")

    told = json.loads(done.stdout)
    assert done.returncode == 3
    assert {one["reason"] for one in told["decision"]["criteria"]} == {"graders_differ", "too_wide"}


def test_runs_judged_by_different_graders_are_graded_anew_first(graded):
    here = graded(old=(60, 0), new=(60, 0))
    verdicts = here / "reports" / "runs" / "old" / "verdicts.jsonl"
    verdicts.write_text(re.sub(r'"graders":\{"ids":"\w+"\}', '"graders":{"ids":"older"}', verdicts.read_text()))

    done = evalsuite(here, "compare", "old", "new")

    assert done.stderr == "the two were judged by different graders: both have been graded anew\n"
    assert done.stdout.startswith("new passes 100 % of 60 common cases, old 100 %: the same")


def test_tables_of_other_tools_need_no_workspace(tmp_path):
    write(tmp_path, {"a.csv": table(*["pass"] * 100), "b.csv": table(*["pass"] * 75, *["fail"] * 25)})

    done = evalsuite(tmp_path, "gate", "a.csv", "b.csv")

    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("Hold b: the pass rate fell from 100 % to 75 %")


def test_a_table_can_be_held_against_a_run(graded):
    here = graded(old=(60, 0))
    write(here, {"new.csv": table(*["pass"] * 60)})

    assert evalsuite(here, "compare", "old", "new.csv").stdout.startswith(
        "new passes 100 % of 60 common cases, old 100 %: the same"
    )


def test_a_table_with_mistakes_is_told_line_by_line(tmp_path):
    write(tmp_path, {"a.csv": "case_id,outcome\nlate,passt\n,pass\n", "b.csv": table("pass")})

    done = evalsuite(tmp_path, "gate", "a.csv", "b.csv", "--json")

    assert done.returncode == 2
    assert json.loads(done.stdout)["reason"] == "input"
    assert done.stderr.splitlines() == [
        "a.csv:2:1: case 'late': no outcome 'passt'. Did you mean 'pass'?",
        "a.csv:3:1: case_id wants a text, got ''",
    ]


@pytest.mark.parametrize("name", ["no.csv", "no.jsonl", "no.json#a", "nowhere", "x" * 5000], ids=lambda name: name[:9])
def test_a_side_that_is_not_there_is_told(graded, name):
    done = evalsuite(graded(old=(12, 0)), "gate", "old", name)

    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert name.partition("#")[0][:50] in done.stderr


def test_an_empty_side_is_nothing_to_compare(tmp_path):
    write(tmp_path, {"a.csv": table("pass"), "b.csv": "case_id,outcome\n"})

    done = evalsuite(tmp_path, "gate", "a.csv", "b.csv", "--json")

    assert (done.returncode, json.loads(done.stdout)["reason"]) == (5, "nothing_ran")


def test_hostile_case_ids_are_made_visible(tmp_path):
    write(
        tmp_path,
        {
            "a.csv": 'case_id,outcome\n"\x1b[31mred\u202e",pass\n',
            "b.csv": 'case_id,outcome\n"\x1b[31mred\u202e",fail\n',
        },
    )

    done = evalsuite(tmp_path, "compare", "a.csv", "b.csv")

    assert "␛[31mred[U+202E]" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_runs_page_shows_the_decision_and_marks_flips(graded):
    here = graded(old=(60, 0), new=(40, 20))

    done = evalsuite(here, "report", "new", "--baseline", "old", "-o", "page.html")

    page = (here / "page.html").read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Hold new: ids got worse")
    assert "Hold new: ids got worse, 20 of 60 cases now fail (0 before); less than 3 % is allowed.</h1>" in page
    assert "20 regressions<" in page


def test_mistakes_in_the_gates_rules_are_told_at_once(tmp_path):
    write(tmp_path, {"evalsuite.toml": "[gate]\nmargn = 0.05\nhard_zero = {ids = 3}\n"})

    done = evalsuite(tmp_path, "gate", "a", "b")

    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "evalsuite.toml:2:1: gate: no setting 'margn'. Did you mean 'margin'?",
        "evalsuite.toml:3:1: gate: hard_zero: ids wants a share above 0 and below 1, like 0.05 for 5 %, got 3",
    ]


def test_two_runs_of_one_assistant_are_told_apart(tmp_path):
    here = workspace(tmp_path)
    for _ in range(2):
        assert evalsuite(here, "run").returncode == 0
    first, second = sorted(path.name for path in (here / "reports" / "runs").iterdir())

    told = json.loads(evalsuite(here, "compare", first, second, "--json").stdout)["comparison"]

    assert (told["baseline"]["name"], told["candidate"]["name"]) == (f"alex ({first})", f"alex ({second})")


def test_two_real_models_are_compared_and_gated(shared_data, tmp_path):
    data = shared_data / "conversations" / "retail-v1.jsonl.gz"
    write(
        tmp_path, {"evalsuite.toml": "graders = ['ids', 'claims']\n[gate]\nhard_zero = {ids = 0.03, claims = 0.03}\n"}
    )
    for name, model in (("grok", "grok-3"), ("other", "openai-unspecified(tool-calling)")):
        evalsuite(tmp_path, "grade", data, "--where", f"model={model}", "--case-id", "task_id", "--run", name)

    done = evalsuite(tmp_path, "gate", "grok", "other", "--json")

    told = json.loads(done.stdout)
    assert told["comparison"]["overall"]["cases"] == 64
    assert len(told["comparison"]["missing"]) == 9
    assert (told["answer"], done.returncode) in {("undecided", 3), ("hold", 1)}
    assert told["decision"]["would_decide"]


def test_numbers_are_not_loaded_before_they_are_needed():
    import subprocess
    import sys

    code = (
        "import sys, evalsuite.cli, evalsuite.gate, evalsuite.compare, evalsuite.flows.comparing; "
        "print([m for m in sys.modules if m.split('.')[0] in {'scipy', 'numpy'}])"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_decision_is_told_in_markdown(graded):
    done = evalsuite(graded(old=(60, 0), new=(40, 20)), "gate", "old", "new", "--format", "markdown")

    lines = done.stdout.splitlines()
    assert (done.returncode, lines[0]) == (
        1,
        "### Hold new: ids got worse, 20 of 60 cases now fail \\(0 before\\); less than 3 % is allowed.",
    )
    assert "|  | baseline | candidate | difference | 95 % interval | at worst | allowed | answer |" in lines
    assert "**20 regressions:**" in lines


def test_a_comparison_in_markdown_escapes_hostile_names(tmp_path):
    write(
        tmp_path,
        {"a.csv": 'case,outcome\n"<img src=x>|@all",pass\n', "b.csv": 'case,outcome\n"<img src=x>|@all",fail\n'},
    )

    done = evalsuite(tmp_path, "compare", "a.csv", "b.csv", "--format", "markdown")

    assert done.returncode == 0, done.stderr
    assert "<img" not in done.stdout
    assert "@all" not in done.stdout


def test_json_leaves_out_the_numbers_of_single_cases(graded):
    told = json.loads(evalsuite(graded(old=(60, 0), new=(40, 20)), "gate", "old", "new", "--format", "json").stdout)

    assert "moved" not in told["comparison"]["overall"]
    assert told["comparison"]["overall"]["cases"] == 60


def test_results_of_promptfoo_are_gated(tmp_path):
    rows = [
        row(f"where is {i}?", test=40 * k + i, provider=name, success=name == "old" or i > 9)
        for k in range(3)
        for i in range(40)
        for name in ("old", "new")
    ]
    write(tmp_path, {"r.json": results(*rows)})

    done, unnamed = (
        evalsuite(tmp_path, "gate", "r.json#old", "r.json#new"),
        evalsuite(tmp_path, "gate", "r.json", "r.json"),
    )

    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("Hold new: the pass rate fell from 100 % to 75 %")
    assert "10 regressions (10 reliable):" in done.stdout
    assert (unnamed.returncode, unnamed.stderr.strip()) == (
        2,
        "r.json holds results of 2 assistants. Name one: r.json#new, r.json#old",
    )


def test_live_figures_are_weighed_with_the_rest(graded):
    here = graded(old=(120, 0), new=(120, 0))
    write(here, {"evalsuite.toml": "graders = ['ids']\n[gate]\npreset = 'fine-tune'\nrequire = ['approval_rate']\n"})
    worse = {"baseline": 0.7, "candidate": 0.6, "low": -0.15, "high": -0.05, "cases": 500, "source": "reviews of June"}
    write(here, {"live.json": json.dumps({"approval_rate": worse})})

    without, given, gone = (
        evalsuite(here, "gate", "old", "new", *words) for words in ((), ("--live", "live.json"), ("--live", "no.json"))
    )

    assert (without.returncode, given.returncode, gone.returncode) == (3, 1, 2)
    assert "approval rate: not measured" in without.stdout
    assert given.stdout.startswith("Hold new: approval rate went from 70 % to 60 % (reviews of June)")
    assert gone.stderr == "no file no.json of live figures\n"


def test_a_gate_against_a_stale_baseline_says_what_is_stale(graded):
    here = graded(old=(60, 0), new=(60, 0))
    evalsuite(here, "baseline", "set", "old")
    baseline = here / "reports" / "baseline.jsonl"
    baseline.write_text("".join(baseline.read_text().splitlines(keepends=True)[:-2]))

    done = evalsuite(here, "gate", "baseline", "new")

    assert (
        "The baseline is out of date: 2 cases newer than it: c8, c9. Make it anew: evalsuite baseline set RUN"
        in done.stdout
    )


def test_a_run_is_not_held_against_itself(graded):
    here = graded(old=(60, 0))
    evalsuite(here, "baseline", "set", "old")

    for baseline in ("old", "latest", "baseline"):
        done = evalsuite(here, "gate", baseline, "old")
        assert done.returncode == 2
        assert done.stderr == "both sides are run old: held against itself, a run always holds. Name another\n"


def test_an_undecided_gate_ends_with_a_plan(graded):
    done = evalsuite(graded(old=(64, 0), new=(64, 0)), "gate", "old", "new")

    assert done.stdout.split("\n\n")[-1].startswith("Plan:\n  - 64 cases, each tried once, can rule out a drop of ")
