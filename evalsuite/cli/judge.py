"""`evalsuite judge`: how often models that judge are wrong, and which of their verdicts people should label next."""

from pathlib import Path

import typer

from evalsuite.cli.terminal import here, say

judge = typer.Typer(help="How far models that judge can be relied on.", no_args_is_help=True)


@judge.command("calibrate")
def calibrate(
    labels: list[Path] | None = typer.Argument(
        None, metavar="LABELS.jsonl...", help="Files of labels or imported reviews; all in graders/labels else."
    ),
    *,
    run: str | None = typer.Option(None, "--run", help="Where verdicts are looked up that a label does not tell."),
    same_question: bool = typer.Option(
        False, "--same-question", help="The rubric asks the same: only the judge or a parameter is another one."
    ),
    keep: bool = typer.Option(True, "--keep/--no-keep", help="Add the cards to graders/labels/calibration.jsonl."),
    as_json: bool = typer.Option(False, "--json", help="Print the cards as JSON."),
) -> None:
    """Hold judges against people: agreement beyond chance, and how often each is right on what people pass and fail.

    The cards are kept for the gate and the report, and hold for the grader as it was: an edited rubric, or another
    judge, must be calibrated anew. Below 100 labels a judge is uncalibrated and holds no release; from 200 on that
    chance drew, pass rates are corrected.
    """
    import json
    from datetime import UTC, datetime

    from evalsuite.codec.records import plain
    from evalsuite.flows.judges_known import outdated, standing_of
    from evalsuite.flows.judging import calibrate_files
    from evalsuite.report.judges import HEADS, notes, rows, table
    from evalsuite.report.visible import visible

    workspace = here()
    done = calibrate_files(
        workspace, labels or [], run=run, now=datetime.now(UTC), keep=keep, same_question=same_question
    )
    standings, old = [standing_of(card) for card in done.cards], outdated(workspace, done.cards)
    if as_json:
        cards = [
            {**plain(card), "state": one.state, "sentence": one.sentence}
            for card, one in zip(done.cards, standings, strict=True)
        ]
        told = {"exit_code": 0, "reason": "calibrated", "cards": cards, "left_out": dict(done.left_out)}
        told |= {"kept": str(done.path) if done.kept else None, "warnings": list(old)}
        typer.echo(json.dumps(told))
        return
    sentences = (f"{one.sentence[0].upper()}{one.sentence[1:]}." for one in standings)
    for line in (*table([HEADS, *rows(done.cards)]), "", *sentences, *notes(done.cards), *old):
        typer.echo(visible(line))
    for why, count in done.left_out.items():
        say(f"{count:,} labels left out: {why}")
    if done.kept:
        say(f"kept in {workspace.shown(done.path)}: commit it")


@judge.command("sample")
def sample(
    name: str = typer.Argument("latest", metavar="RUN", help="A run's id, a prefix of it, latest, or its folder."),
    *,
    number: int = typer.Option(50, "-n", "--number", min=1, help="How many verdicts to draw."),
    grader: str | None = typer.Option(None, "--grader", "-g", help="Only verdicts under this label."),
    seed: int | None = typer.Option(None, "--seed", help="Draw the same ones again."),
    output: Path | None = typer.Option(
        None, "--output", "-o", help="A new file; one named after the run in graders/labels else."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print what was done as JSON."),
) -> None:
    """Draw verdicts of judges for people to label: by chance, the same share of each outcome, grader, cohort, origin.

    Read each conversation on the run's page, and write "pass" or "fail" for null behind "human"; or mark the verdicts
    on the page itself and import the reviews. What the judge said is not in the file, so that nobody is led by it.
    """
    import json
    import secrets

    from evalsuite.flows.judging_sample import sample_run
    from evalsuite.report.headline import counted

    workspace = here()
    seed = secrets.randbelow(10**9) if seed is None else seed
    path = (workspace.here / output) if output else None
    done = sample_run(workspace, name, number=number, grader=grader, seed=seed, output=path)
    if as_json:
        told = {"drawn": done.drawn, "judged": done.judged, "labelled": done.labelled, "seed": seed}
        typer.echo(json.dumps({"exit_code": 0, "reason": "drawn", **told, "labels": str(done.path)}))
        return
    before = f", {done.labelled:,} of them labelled or drawn before" if done.labelled else ""
    typer.echo(f"{counted(done.drawn, 'verdict')} drawn of {done.judged:,}{before} (seed {seed})")
    typer.echo(f"{workspace.shown(done.path)}: write pass or fail behind human, then: evalsuite judge calibrate")
