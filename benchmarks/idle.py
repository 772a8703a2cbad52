"""What the installed but unused plugin adds to a pytest run of one plain test.

    PATH/TO/PYTHON benchmarks/idle.py     # an environment with evalsuite and pytest, and best nothing else

Both ways run in turn; medians of the pairs' differences are printed, CPU and wall. Exit status 1 above 20 ms.
"""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from run import interleaved


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_one.py").write_text("def test_one():\n    assert True\n")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        jobs = {"with": command, "without": [*command, "-p", "no:evalsuite"]}
        figures = interleaved(
            {name: {"command": words, "cwd": folder, "fails": False} for name, words in jobs.items()}, rounds
        )
    added = {
        key: 1000 * statistics.median(a[key] - b[key] for a, b in zip(figures["with"], figures["without"], strict=True))
        for key in ("cpu", "wall")
    }
    whole = 1000 * statistics.median(row["wall"] for row in figures["without"])
    print(f"adds {added['cpu']:.1f} ms of CPU, {added['wall']:.1f} ms of wall time to {whole:.0f} ms ({rounds} pairs)")
    sys.exit(added["cpu"] > 20)


if __name__ == "__main__":
    main()
