"""`evalsuite tickets`: from a help desk's tickets to cases."""

import typer

from evalsuite.cli import tickets_cases, tickets_in, tickets_text

tickets: typer.Typer = typer.Typer(help="Turn support tickets into cases.", no_args_is_help=True)
tickets.command("import")(tickets_in.import_)
tickets.command("pull")(tickets_in.pull)
tickets.command("doctor")(tickets_in.doctor)
tickets.command("forget")(tickets_in.forget)
tickets.command("redact")(tickets_text.redact)
tickets.command("classify")(tickets_text.classify)
tickets.command("draft")(tickets_cases.draft)
tickets.command("reproduce")(tickets_cases.reproduce)
tickets.command("promote")(tickets_cases.promote)
tickets.command("coverage")(tickets_cases.coverage)
