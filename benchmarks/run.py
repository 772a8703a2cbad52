"""What `evalsuite run` costs beside a bare loop over the openai SDK: CPU of the whole process, wall time, memory.

    make bench
    python benchmarks/run.py --cases 1000 --rounds 5 --large 10000

It needs a chat-completions mock server that answers at once: `--server` names its script, which takes `--port` and
`--latency-ms`. Both commands run against it in turn; medians and ratios of one invocation are printed.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
SERVER = HERE.parent.parent / "shared" / "tools" / "mock_openai.py"
SUBJECTS = ("my parcel", "the invoice", "a late refund", "my password", "the delivery address", "an exchange")


def main() -> None:
    arguments = parse()
    if not arguments.server.is_file():
        sys.exit(f"no mock server at {arguments.server}; name one with --server")
    with tempfile.TemporaryDirectory() as folder, serving(arguments.server, arguments.latency_ms) as url:
        small, large = Path(folder, "small"), Path(folder, "large")
        workspace(small, arguments.cases, url)
        ours, reference = evalsuite_run(small), bare_sdk(small, url)
        measured = interleaved({"evalsuite run": ours, "bare openai": reference}, arguments.rounds)
        show(measured, arguments.cases)
        if arguments.large:
            workspace(large, arguments.large, url)
            at_large = interleaved({"evalsuite run": evalsuite_run(large)}, 1)["evalsuite run"][0]
            each = statistics.median(one["cpu"] for one in measured["evalsuite run"]) / arguments.cases
            print(f"CPU a case at {arguments.large:,} / at {arguments.cases:,}: "
                  f"{at_large['cpu'] / arguments.large / each:.2f}   "
                  f"(CPU {at_large['cpu']:.1f} s, peak {at_large['peak_mb']:.0f} MB)")  # fmt: skip


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large", type=int, default=0, help="also a run of this many cases, for growth")
    parser.add_argument("--latency-ms", type=float, default=0)
    parser.add_argument("--server", type=Path, default=SERVER)
    return parser.parse_args()


class serving:  # noqa: N801  - reads as a verb where it is used
    """The mock server on a free port, for as long as the block lasts."""

    def __init__(self, script: Path, latency_ms: float) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [sys.executable, str(script), "--port", str(self.port), "--latency-ms", str(latency_ms)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self) -> str:
        url = f"http://127.0.0.1:{self.port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{url}/__stats", timeout=1).close()  # noqa: S310
            except OSError:
                time.sleep(0.05)
            else:
                return f"{url}/v1"
        sys.exit("the mock server did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def workspace(folder: Path, count: int, url: str) -> None:
    """A workspace with this many cases of three customer messages."""
    assistants = folder / "graders" / "assistants"
    assistants.mkdir(parents=True)
    (folder / "cases").mkdir()
    (folder / "evalsuite.toml").write_text('assistant = "bench"\n')
    (assistants / "bench.yaml").write_text(
        f"kind: openai\nmodel: bench\nbase_url: {url}\nprompt: You are a support assistant.\n"
    )
    with (folder / "cases" / "bench.yaml").open("w") as file:
        for number in range(count):
            subject = SUBJECTS[number % len(SUBJECTS)]
            file.write(
                f"- id: case-{number}\n  title: Asks about {subject}\n  tags: [bench]\n  messages:\n"
                f"    - user: Hello, I am writing about {subject}, order ORD-{100000 + number}. What is going on?\n"
                f"    - user: It was promised for last week. Can you look again?\n"
                f"    - user: Fine, thank you. Anything else I should know?\n"
                f"  expect:\n    - never_says: [guarantee, lawsuit]\n"
            )


def evalsuite_run(folder: Path) -> dict:
    shutil.rmtree(folder / "reports", ignore_errors=True)
    return {"command": [sys.executable, "-m", "evalsuite", "run", "--no-preflight"], "cwd": folder, "fails": True}


def bare_sdk(folder: Path, url: str) -> dict:
    command = [sys.executable, str(HERE / "reference.py"), "cases/bench.yaml", "bare.jsonl", url]
    return {"command": command, "cwd": folder, "fails": False}


def interleaved(jobs: dict[str, dict], rounds: int) -> dict[str, list[dict]]:
    """Each job in turn, so that a machine that slows down slows all; one round is thrown away first."""
    figures: dict[str, list[dict]] = {name: [] for name in jobs}
    for number in range(rounds + (rounds > 1)):
        for name, job in jobs.items():
            figure = measured(job)
            if number or rounds == 1:
                figures[name].append(figure)
    return figures


def measured(job: dict) -> dict:
    # Compiling every module anew, as this variable wants it, is nobody's second run.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(
        job["command"], cwd=job["cwd"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    complaint = process.stderr.read().decode()
    process.stderr.close()
    if process.returncode not in ({0, 1, 3} if job["fails"] else {0}):
        sys.exit(f"{job['command']} failed: {complaint[-2000:]}")
    return {
        "cpu": usage.ru_utime + usage.ru_stime,
        "wall": time.perf_counter() - started,
        "peak_mb": usage.ru_maxrss / 1024,
    }


def show(figures: dict[str, list[dict]], cases: int) -> None:
    print(f"{cases:,} cases of 3 customer messages; medians of {len(next(iter(figures.values())))} interleaved rounds")
    print(f"{'':16}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}")
    for name, rows in figures.items():
        middle = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
        print(f"{name:16}{middle['cpu']:>8.2f}{middle['wall']:>8.2f}{middle['peak_mb']:>9.0f}")
    ours, reference = figures.values()
    ratios = [one["cpu"] / other["cpu"] for one, other in zip(ours, reference, strict=True)]
    memory = statistics.median(one["peak_mb"] / other["peak_mb"] for one, other in zip(ours, reference, strict=True))
    print(f"CPU, evalsuite / bare openai: {statistics.median(ratios):.2f} "
          f"(from {min(ratios):.2f} to {max(ratios):.2f}); peak memory: {memory:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
