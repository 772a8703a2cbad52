import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def tone():
    sys.path.insert(0, str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location("tone_benchmark", BENCHMARKS / "tone.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(BENCHMARKS))


def test_kappa_is_one_for_agreement_and_nothing_for_chance(tone):
    assert tone.kappa([(True, True), (False, False)]) == 1
    assert tone.kappa([(True, True), (True, False), (False, True), (False, False)]) == 0


def row(name, reply, labels):
    said = [{"role": "user", "content": "When do you open?"}, {"role": "assistant", "content": reply}]
    return {"id": name, "cohort": "default", "messages": said, "labels": labels, "acceptable": not any(labels.values())}


def test_the_benchmark_prints_each_figure_beside_its_bar(tmp_path):
    labels = dict.fromkeys(
        (
            *("premature_apology", "reflexive_apology", "excess_apology", "shorthand", "too_casual"),
            *("emoji_or_exclaim", "condescending", "cold", "wall_of_text", "unclear"),
        ),
        False,
    )
    rows = [row("a", "At ten.", labels), row("b", "Sorry! So sorry! At ten!", {**labels, "emoji_or_exclaim": True})]
    (tmp_path / "labelled").mkdir()
    (tmp_path / "labelled" / "tone.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))

    done = subprocess.run(
        [sys.executable, BENCHMARKS / "tone.py", "--data", tmp_path], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "acceptable, kappa where rules decide        >= 0.750    1.000" in done.stdout
