"""How long 5,000 tickets take from an export and from each help desk, with answers that go wrong and a process killed.

    python benchmarks/tickets.py [--tickets 5000] [--faults 0.05] [--only import,zendesk,…]

Help desks are servers on loopback that speak the vendors' shapes; waits that they ask for are not slept.
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
from server import Server  # noqa: E402

from evalsuite.flows.importing import import_files  # noqa: E402
from evalsuite.flows.pulling import pull  # noqa: E402
from evalsuite.tickets.sources.client import long_patience  # noqa: E402
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


def stored(folder: Path) -> set[str]:
    with open_workspace(folder, environment=KEYS).tickets() as store:
        return {key.partition(":")[2] for key in store.keys()}  # noqa: SIM118  - no mapping


def alive(tickets: list) -> set[str]:
    return {str(one["id"]) for one in tickets if not one["deleted"]}


def timed_import(folder: Path, tickets: list) -> str:
    (folder / "evalsuite.toml").write_text("")
    path = export(folder, tickets)
    begun = time.process_time()
    taken = import_files(open_workspace(folder, environment=KEYS), [path])
    seconds = time.process_time() - begun
    check(stored(folder) == alive(tickets))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{dict(taken.kept)}, {dict(taken.left_out)}: {seconds:.1f} s of CPU, {peak:.0f} MB at the most"


def killed_import(folder: Path, tickets: list) -> str:
    (folder / "evalsuite.toml").write_text("")
    path = export(folder, tickets)
    words = [sys.executable, "-m", "evalsuite", "tickets", "import", str(path)]
    environment = {**os.environ, **KEYS, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(words, cwd=folder, env=environment, start_new_session=True)
    store = folder / ".evalsuite" / "private" / "tickets.sqlite-wal"
    while process.poll() is None and not (store.exists() and store.stat().st_size > 500_000):
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    before = len(stored(folder))
    done = subprocess.run([*words, "--json"], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    check(stored(folder) == alive(tickets))
    return f"killed with {before} kept; then {json.loads(done.stdout)['tickets']}"


async def unslept(_: float) -> None:
    await asyncio.sleep(0)


def timed_pull(folder: Path, tickets: list, *, kind: str, faults: float) -> str:
    desk = DESKS[kind](tickets, faults=faults)
    desk.lasts = 10**9
    with Server(desk) as server:
        url = server.url.removesuffix("/v1")
        (folder / "evalsuite.toml").write_text(f'[tickets.sources.{kind}]\nurl = "{url}"\n')
        patience = long_patience(chance=random.Random(1), clock=time.monotonic, sleep=unslept)
        begun = time.process_time()
        taken = asyncio.run(pull(open_workspace(folder, environment=KEYS), kind, patience=patience))
        seconds = time.process_time() - begun
    check(stored(folder) == alive(tickets))
    check(taken.kept["new"] == len(alive(tickets)))
    wrong = sum(count for fault, count in desk.did.items() if fault)
    return f"{dict(taken.kept)}: {desk.requests:,} requests, {wrong} gone wrong, {seconds:.1f} s of CPU with its server"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tickets", type=int, default=5000)
    parser.add_argument("--faults", type=float, default=0.05)
    parser.add_argument("--only", default=",".join(("import", "kill", *DESKS)))
    given = parser.parse_args()
    tickets = invented(given.tickets)
    for name in given.only.split(","):
        with tempfile.TemporaryDirectory() as folder:
            if name in DESKS:
                told = timed_pull(Path(folder), tickets, kind=name, faults=given.faults)
            else:
                told = {"import": timed_import, "kill": killed_import}[name](Path(folder), tickets)
        print(f"{name:<10} {told}", flush=True)


if __name__ == "__main__":
    main()
