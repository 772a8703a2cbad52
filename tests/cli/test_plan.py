"""`evalsuite plan`, as it is typed."""

import json

import pytest
from shell import evalsuite, workspace, write


def table(*outcomes):
    return "case,outcome\n" + "".join(f"c{i},{one}\n" for i, one in enumerate(outcomes))


def test_two_runs_say_what_their_cases_can_tell_and_how_many_would_do(tmp_path):
    write(tmp_path, {"a.csv": table(*["pass"] * 60), "b.csv": table("fail", *["pass"] * 58, "fail")})

    done = evalsuite(tmp_path, "plan", "a.csv", "b.csv")

    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first.startswith("60 cases, each tried once, can rule out a drop of ")
    assert "3.3 % of cases came out otherwise by themselves" in first
    assert second.startswith("To rule out a drop of 5 points as often takes about ")


def test_a_share_stands_in_for_runs_and_more_cases_tell_more(tmp_path):
    def detects(cases):
        done = evalsuite(tmp_path, "plan", "--cases", cases, "--differ", "0.1", "--margin", "0.03", "--json")
        return json.loads(done.stdout)["plan"]

    few, many = detects("100"), detects("400")

    assert many["detects"] < few["detects"]
    assert few["wanted_cases"] == many["wanted_cases"] > 500


def test_without_any_history_the_share_is_told_as_assumed(tmp_path):
    done = evalsuite(workspace(tmp_path), "plan", "--cases", "120")

    assert "assumed, for no two runs show it: as if 10 % of cases" in done.stdout


def test_the_newest_two_runs_of_the_same_cases_are_history(tmp_path):
    here = workspace(tmp_path)
    for _ in range(2):
        assert evalsuite(here, "run").returncode == 0

    done = evalsuite(here, "plan", "--cases", "120")

    assert done.returncode == 0, done.stderr
    assert "as alex and alex differ" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("a.csv",), "a plan wants two runs, or none: evalsuite plan BASE CAND"),
        (("a.csv", "b.csv", "--differ", "0.1"), "name two runs, or say --differ"),
        (("a.csv", "b.csv"), "have no case in common that was judged"),
        ((), "there are no cases to plan with: name a number, --cases 120"),
    ],
)
def test_what_cannot_be_planned_is_told_with_the_mend(tmp_path, words, told):
    write(tmp_path, {"a.csv": table("pass"), "b.csv": "case,outcome\nother,pass\n"})

    done = evalsuite(tmp_path, "plan", *words)

    assert done.returncode == 2
    assert told in done.stderr
