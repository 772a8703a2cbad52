"""`evalsuite tickets reread` and `write-back`: what is done with tickets that are in the private store."""

from __future__ import annotations

import typer

from evalsuite.cli.terminal import here, say

AS_JSON = typer.Option(False, "--json", help="Print what was done as JSON.")


def reread(
    tickets: list[str] | None = typer.Argument(None, metavar="[ID…]", help="Tickets: zendesk:4711, or 4711; else all."),
    *,
    as_json: bool = AS_JSON,
) -> None:
    """Read tickets anew from what the help desk gave: for a newer evalsuite. What else is known of them stays."""
    import json

    from evalsuite.errors import NothingRanError
    from evalsuite.flows.rereading import reread as read_anew
    from evalsuite.report.headline import counted
    from evalsuite.report.visible import visible

    found = read_anew(here(run_code=False), tickets or ())
    if not (found.same or found.changed or found.wrong):
        raise NothingRanError("there are no tickets yet. Take some in: evalsuite tickets import FILE")
    for complaint in found.wrong[:50]:
        say(visible(str(complaint)))
    if len(found.wrong) > 50:
        say(f"… and {len(found.wrong) - 50} more")
    code, reason = (4, "unreadable") if found.wrong else (0, "read")
    if as_json:
        counts = {"same": found.same, "changed": found.changed, "unreadable": len(found.wrong)}
        typer.echo(json.dumps({"exit_code": code, "reason": reason, **counts, "fields": dict(found.fields)}))
    else:
        fields = ", ".join(f"{name} {count:,}" for name, count in found.fields.most_common())
        parts = [f"{found.changed:,} changed ({fields})"] if found.changed else []
        parts += [f"{found.same:,} as before"] if found.same else []
        parts += [f"{len(found.wrong):,} could not be read, and are as before"] if found.wrong else []
        typer.echo(f"{counted(found.same + found.changed + len(found.wrong), 'ticket')}: {'; '.join(parts)}")
    raise typer.Exit(code)


def write_back(*, as_json: bool = AS_JSON) -> None:
    """Tell help desks of promoted cases, where `promote --write-back` was asked to and could not."""
    import asyncio
    import json
    from dataclasses import asdict

    from evalsuite.errors import NothingRanError
    from evalsuite.flows.ticket_write_back import tell_those_waiting
    from evalsuite.report.visible import visible

    told = asyncio.run(tell_those_waiting(here(run_code=False)))
    if not told:
        raise NothingRanError("no help desk waits to be told. Ask for it: evalsuite tickets promote --write-back")
    code, reason = (4, "not_written_back") if any(one.failed for one in told) else (0, "written_back")
    if as_json:
        lists = {"written_back": [asdict(one) for one in told]}
        typer.echo(json.dumps({"exit_code": code, "reason": reason, **lists}))
    else:
        for one in told:
            typer.echo(visible(f"{one.ticket}: {one.done or one.failed}"))
    raise typer.Exit(code)
