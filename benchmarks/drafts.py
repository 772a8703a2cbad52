"""How many tickets of an export become drafts, and how many of these fail the very reply that was complained of.

python benchmarks/drafts.py [EXPORT…]        the example shop's where none is named
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from evalsuite.flows.example import example_tickets
from evalsuite.flows.importing import import_files
from evalsuite.flows.ticket_drafts import draft_tickets
from evalsuite.flows.ticket_proofs import reproduce
from evalsuite.workspace import open_workspace


def tell(folder: Path, exports: list[Path]) -> None:
    (folder / "evalsuite.toml").write_text("")
    workspace = open_workspace(folder, environment={"EVALSUITE_KEY": "key"})
    taken = import_files(workspace, exports)
    begun, now = time.process_time(), datetime.now(UTC)
    with workspace.tickets() as store:
        found = list(draft_tickets(workspace, store, (), today=now.date()))
    made = [one for one in found if one.case]
    print(f"{taken.seen} tickets, {len(found)} groups: {len(made)} drafts, {time.process_time() - begun:.1f} s of CPU")
    for why, count in Counter(one.skipped.partition(":")[0] for one in found if one.skipped).most_common():
        print(f"  {count:>4}  {why}")
    begun = time.process_time()
    proved, _ = reproduce(workspace, ["cases/drafts"], now=now, attempts=False)
    failing = [one for one in proved if one.proof.blamed]
    by = Counter(next(iter(one.proof.blamed)) for one in failing)
    print(f"{len(failing)} of {len(proved)} fail the ticket's reply, {time.process_time() - begun:.1f} s of CPU")
    print("  " + ", ".join(f"{name} {count}" for name, count in by.most_common()))
    for one in proved:
        if one not in failing:
            print(f"  {one.proof.case_id}: {one.proof.missed}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exports", nargs="*", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tell(Path(folder), [path.resolve() for path in given.exports] or [example_tickets()])


if __name__ == "__main__":
    main()
