"""`evalsuite tickets import`, `pull`, `doctor` and `forget`: what goes into the private store, and out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from evalsuite.cli.terminal import here, say

if TYPE_CHECKING:
    from evalsuite.flows.importing import Taken
    from evalsuite.workspace import Workspace

FORM = typer.Option(None, "--form", help="zendesk, intercom, freshdesk, helpscout or ticket; told by its fields else.")
MAP = typer.Option(None, "--map", metavar="FILE", help="A YAML column map for tables and JSON of other tools.")
DOCTOR = "What a file holds is told by: evalsuite tickets doctor FILE"
AS_JSON = typer.Option(False, "--json", help="Print what was done as JSON.")


def import_(
    files: list[Path] | None = typer.Argument(
        None, metavar="FILE…", help="Exports: JSON, JSON lines or CSV, also gzipped."
    ),
    *,
    example: bool = typer.Option(False, "--example", help="Take the example shop's export, which comes along."),
    form: str | None = FORM,
    columns: Path | None = MAP,
    as_json: bool = AS_JSON,
) -> None:
    """Take tickets of exports into the private store, which Git never sees. Importing a file twice changes nothing."""
    from evalsuite.errors import NothingRanError, UsageError
    from evalsuite.flows.example import example_tickets
    from evalsuite.flows.importing import import_files

    workspace = here(run_code=False)
    paths = [*(workspace.here / path for path in files or ()), *([example_tickets()] if example else [])]
    if not paths:
        raise UsageError("name an export to take in; or try the example shop's: evalsuite tickets import --example")
    taken = import_files(workspace, paths, form=form, columns=columns and workspace.here / columns)
    if not taken.seen:
        raise NothingRanError(f"There is no ticket in it. {DOCTOR}")
    _tell(taken, as_json=as_json)
    if not as_json:
        typer.echo("Next: evalsuite tickets coverage" if taken.kept.total() else f"Nothing was taken in. {DOCTOR}")


def pull(
    source: str | None = typer.Argument(None, metavar="[SOURCE]", help="A help desk of the settings; else all."),
    *,
    again: bool = typer.Option(False, "--again", help="Ask for all there are, not only for what has changed."),
    as_json: bool = AS_JSON,
) -> None:
    """Take tickets from a help desk that have changed since the last pull. Stopped at any moment, it goes on there."""
    from evalsuite.errors import ModelError, UsageError
    from evalsuite.flows.importing import Taken

    workspace = here(run_code=False)
    names = [source] if source else list(workspace.settings.tickets.sources)
    if not names:
        raise UsageError(
            "no help desk is set up. Write a table [tickets.sources.zendesk] with its url in the settings, "
            "or import a file"
        )
    total = Taken()
    for name in names:
        progress = _Progress(name)
        try:
            total += _pulled(workspace, name, again=again, progress=progress)
        except ModelError:
            if progress.seen:
                say(f"{name}: {progress.seen:,} tickets are kept; the next pull goes on behind them")
            raise
    _tell(total, as_json=as_json)


class _Progress:
    """Tells of a pull now and then."""

    def __init__(self, name: str) -> None:
        self.name, self.seen, self._said = name, 0, 0

    def saw(self, taken: Taken) -> None:
        self.seen = taken.seen
        if self.seen - self._said >= 500:
            self._said = self.seen
            say(f"{self.name}: {self.seen:,} tickets so far")

    async def sleep(self, seconds: float) -> None:
        import asyncio

        if seconds > 10:
            say(f"{self.name}: waiting for {seconds:.0f} s, since it asks to, or does not answer")
        await asyncio.sleep(seconds)


def _pulled(workspace: Workspace, name: str, *, again: bool, progress: _Progress) -> Taken:
    import asyncio
    import time
    from random import Random

    from evalsuite.flows.pulling import pull as pull_from
    from evalsuite.tickets.sources.client import long_patience

    patience = long_patience(chance=Random(), clock=time.monotonic, sleep=progress.sleep)
    return asyncio.run(pull_from(workspace, name, again=again, saw=progress.saw, patience=patience))


def doctor(
    file: Path = typer.Argument(..., metavar="FILE", help="An export of tickets."),
    *,
    form: str | None = FORM,
    columns: Path | None = MAP,
    as_json: bool = AS_JSON,
) -> None:
    """Say what an export holds, what is not read of it, and what is missing. Nothing is kept."""
    import json

    from evalsuite.flows.importing import examined
    from evalsuite.report.inventory import inventory_json, inventory_lines
    from evalsuite.report.visible import visible

    workspace = here(run_code=False)
    found = examined(workspace, workspace.here / file, form=form, columns=columns and workspace.here / columns)
    if as_json:
        typer.echo(json.dumps(inventory_json(found)))
    else:
        for line in inventory_lines(found):
            typer.echo(visible(line))
    raise typer.Exit(4 if found.wrong else 0 if found.tickets else 5)


def forget(
    tickets: list[str] = typer.Argument(..., metavar="ID…", help="Tickets: zendesk:4711, or 4711."),
    *,
    as_json: bool = AS_JSON,
) -> None:
    """Erase tickets with everything that is known of them. Cases made of them stay; a later import leaves them out."""
    import json

    from evalsuite.flows.ticket_cases import left_in_cases
    from evalsuite.flows.ticket_labels import forget_answers
    from evalsuite.report.headline import counted
    from evalsuite.report.visible import visible

    workspace = here(run_code=False)
    with workspace.tickets() as store:
        keys = [store.find(name) for name in tickets]
        left = left_in_cases(workspace, store, keys)
        forget_answers(workspace, keys)  # first, since nobody can name a ticket that the store has forgotten
        store.forget(*keys)
    code, reason = (1, "left_in_cases") if left else (0, "forgotten")
    if as_json:
        typer.echo(json.dumps({"exit_code": code, "reason": reason, "tickets": keys, "left": [*map(str, left)]}))
    else:
        typer.echo(f"{counted(len(keys), 'ticket')} erased; the cases made of them stay")
    for complaint in left:
        say(visible(f"{complaint.mark}: something of the ticket was typed in here. Take it out by hand."))
    raise typer.Exit(code)


def _tell(taken: Taken, *, as_json: bool) -> None:
    """What became of the tickets; 4 where some could not be read, 5 where none came."""
    import json

    from evalsuite.report.headline import counted
    from evalsuite.report.visible import visible

    for complaint in taken.wrong[:50]:
        say(visible(str(complaint)))
    if len(taken.wrong) > 50:
        say(f"… and {len(taken.wrong) - 50} more")
    code, reason = (4, "unreadable") if taken.wrong else (0, "imported")
    if as_json:
        left_out = dict(sorted(taken.left_out.items()))
        told = {"tickets": dict(taken.kept), "left_out": left_out, "unreadable": len(taken.wrong)}
        typer.echo(json.dumps({"exit_code": code, "reason": reason, **told}))
    else:
        parts = [f"{taken.kept[one]:,} {words}" for one, words in _WORDS.items() if taken.kept[one]]
        parts += [f"{count:,} {why}, left out" for why, count in sorted(taken.left_out.items())]
        parts += [f"{len(taken.wrong):,} could not be read"] if taken.wrong else []
        typer.echo(f"{counted(taken.seen, 'ticket')}: {'; '.join(parts) or 'nothing has changed'}")
    if code:
        raise typer.Exit(code)


_WORDS = {
    "new": "new",
    "changed": "changed",
    "same": "known before",
    "forgotten": "forgotten on request, left out",
    "erased": "erased at the help desk, erased here",
}
