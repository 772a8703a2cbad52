"""`evalsuite tickets`: from a help desk's tickets to cases."""

import typer

from evalsuite.cli import tickets_cases, tickets_in, tickets_kept, tickets_proof, tickets_text

tickets: typer.Typer = typer.Typer(help="Turn support tickets into cases.", no_args_is_help=True)
tickets.command("import")(tickets_in.import_)
tickets.command("pull")(tickets_in.pull)
tickets.command("doctor")(tickets_in.doctor)
tickets.command("forget")(tickets_in.forget)
tickets.command("reread")(tickets_kept.reread)
tickets.command("redact")(tickets_text.redact)
tickets.command("classify")(tickets_text.classify)
tickets.command("draft")(tickets_cases.draft)
tickets.command("reproduce")(tickets_proof.reproduce)
tickets.command("promote")(tickets_proof.promote)
tickets.command("write-back")(tickets_kept.write_back)
tickets.command("coverage")(tickets_cases.coverage)
