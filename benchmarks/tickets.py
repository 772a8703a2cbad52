"""How long 5,000 tickets take from an export and from each help desk, with answers that go wrong and processes killed.

    python benchmarks/tickets.py [--tickets 5000] [--faults 0.05] [--only import,zendesk,…]

Help desks are servers on loopback that speak the vendors' shapes; waits that they ask for are not slept, but by the
processes that are killed (`zendesk-killed`, …), five times each at moments drawn by a seed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from help_desk_tickets import invented, zendesk_export_line  # noqa: E402  - beside the tests
from help_desks import DESKS, KEYS  # noqa: E402
from pulls import killed, opened, patience, stored  # noqa: E402
from server import Server  # noqa: E402

from evalsuite.flows.importing import import_files  # noqa: E402
from evalsuite.flows.pulling import pull  # noqa: E402
from evalsuite.workspace import open_workspace  # noqa: E402


def export(folder: Path, tickets: list) -> Path:
    """A Zendesk export of these tickets."""
    path = folder / "export.jsonl"
    with path.open("w") as file:
        file.writelines(json.dumps(zendesk_export_line(one)) + "\n" for one in tickets)
    return path


def check(holds: bool) -> None:
    if not holds:
        raise SystemExit("a ticket is lost, or came twice")


def alive(tickets: list) -> set[str]:
    return {str(one["id"]) for one in tickets if not one["deleted"]}


def timed_import(folder: Path, tickets: list) -> str:
    (folder / "evalsuite.toml").write_text("")
    path = export(folder, tickets)
    begun = time.process_time()
    taken = import_files(open_workspace(folder, environment=KEYS), [path])
    seconds = time.process_time() - begun
    check(stored(folder).keys() == alive(tickets))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{dict(taken.kept)}, {dict(taken.left_out)}: {seconds:.1f} s of CPU, {peak:.0f} MB at the most"


def killed_import(folder: Path, tickets: list) -> str:
    (folder / "evalsuite.toml").write_text("")
    path = export(folder, tickets)
    words = [sys.executable, "-m", "evalsuite", "tickets", "import", str(path)]
    environment = {**os.environ, **KEYS, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(words, cwd=folder, env=environment, start_new_session=True)
    store = folder / ".evalsuite" / "private" / "tickets.sqlite-wal"
    while process.poll() is None and not (store.exists() and store.stat().st_size > 100 * len(tickets)):
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = len(stored(folder))
    done = subprocess.run([*words, "--json"], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    check(stored(folder).keys() == alive(tickets))
    return f"killed with {before} kept; then {json.loads(done.stdout)['tickets']}"


def timed_pull(folder: Path, tickets: list, *, kind: str, faults: float) -> str:
    desk = DESKS[kind](tickets, faults=faults)
    desk.lasts = 10**9
    with Server(desk) as server:
        workspace = opened(folder, server, kind)
        begun = time.process_time()
        taken = asyncio.run(pull(workspace, kind, patience=patience()))
        seconds = time.process_time() - begun
    check(stored(folder).keys() == alive(tickets))
    check(taken.kept["new"] == len(alive(tickets)))
    wrong = sum(count for fault, count in desk.did.items() if fault)
    return f"{dict(taken.kept)}: {desk.requests:,} requests, {wrong} gone wrong, {seconds:.1f} s of CPU with its server"


def killed_pull(folder: Path, tickets: list, *, kind: str, faults: float) -> str:
    desk = DESKS[kind](tickets, faults=faults)
    desk.lasts = 10**9
    chance = random.Random(kind)
    requests = len(tickets) * {"zendesk": 3, "helpscout": 2}.get(kind, 1)  # of a whole pull, at the least
    with Server(desk) as server:
        opened(folder, server, kind)
        kept = []
        for _ in range(5):
            after, delay = chance.randrange(requests // 10, requests // 6), chance.uniform(0, 0.05)
            check(killed(folder, desk, kind, after=after, delay=delay) == -signal.SIGKILL)
            kept.append(len(stored(folder)))
        words = [sys.executable, "-m", "evalsuite", "tickets", "pull", kind, "--json"]
        environment = {**os.environ, **KEYS, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    check(stored(folder).keys() == alive(tickets))
    return f"killed with {', '.join(map(str, kept))} kept; then {json.loads(done.stdout)['tickets']}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tickets", type=int, default=5000)
    parser.add_argument("--faults", type=float, default=0.05)
    parser.add_argument("--only", default=",".join(("import", "kill", *DESKS, *(f"{kind}-killed" for kind in DESKS))))
    given = parser.parse_args()
    tickets = invented(given.tickets)
    for name in given.only.split(","):
        with tempfile.TemporaryDirectory() as folder:
            if name in DESKS:
                told = timed_pull(Path(folder), tickets, kind=name, faults=given.faults)
            elif name.endswith("-killed"):
                told = killed_pull(Path(folder), tickets, kind=name.partition("-")[0], faults=given.faults)
            else:
                told = {"import": timed_import, "kill": killed_import}[name](Path(folder), tickets)
        print(f"{name:<17} {told}", flush=True)


if __name__ == "__main__":
    main()
