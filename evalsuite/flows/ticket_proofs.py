"""Drafted cases put to the proof: the ticket's reply must fail, some reply must pass."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evalsuite.assistants.given import GivenAssistant
from evalsuite.codec.records import dump, load
from evalsuite.domain.proof import Proof
from evalsuite.flows.replies import tape
from evalsuite.flows.running import Selection, begin, carry_out
from evalsuite.judging import judge
from evalsuite.runner import Plan, converse
from evalsuite.store import RunFolder
from evalsuite.tickets.prove import proof_of, without_words, words_of

if TYPE_CHECKING:
    from datetime import datetime

    from evalsuite.domain.case import Case
    from evalsuite.domain.conversation import ToolCall
    from evalsuite.domain.run import Failure, Trial
    from evalsuite.protocols import Knowledge
    from evalsuite.suite import BoundCase
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """A case with its place and its proof."""

    bound: BoundCase
    proof: Proof


def reproduce(
    workspace: Workspace,
    paths: Sequence[str],
    *,
    ids: Sequence[str] = (),
    assistant: str | None = None,
    now: datetime,
    attempts: bool = True,
    saw: Callable[[Trial], None] = lambda _: None,
) -> tuple[list[Proved], Failure | None]:
    """Every selected case with its proof, which is kept; and the failure that stopped the attempts, where one did.

    The assistant makes as many attempts as the settings' `trials`, or none. Raises `EvalsuiteError` with every
    mistake of the cases, before anything is paid for.
    """
    selection = Selection(paths=tuple(paths), ids=tuple(ids))
    if not attempts:
        knowledge = workspace.knowledge()
        cases = workspace.binder(knowledge).suite(workspace.cases(paths, ids=ids)).cases
        proofs = asyncio.run(_proofs(workspace, cases, knowledge, [], by=""))
        return proofs, None
    prepared = begin(workspace, selection, assistant=assistant, now=now)
    made: list[Trial] = []
    with TemporaryDirectory(prefix="evalsuite-") as scratch, RunFolder(Path(scratch)) as folder:
        prepared = replace(prepared, folder=folder)
        replies = tape(workspace, folder, record=False)

        def keep(trial: Trial) -> None:
            made.append(trial)
            saw(trial)

        finished = asyncio.run(carry_out(workspace, prepared, tape=replies, saw=keep))
    cases = tuple({bound.case.id: bound for bound, _ in prepared.todo}.values())
    proofs = asyncio.run(_proofs(workspace, cases, prepared.knowledge, made, by=prepared.card.name))
    return proofs, finished.stopped


def kept_proof(workspace: Workspace, case: Case) -> Proof | None:
    """The last proof of the case as it is today; None where it was never proved, or was edited since."""
    try:
        return load(Proof, _place(workspace, words_of(case)).read_bytes())
    except (OSError, ValueError):
        return None


async def replied(
    bound: BoundCase, text: str, calls: Sequence[ToolCall], *, workspace: Workspace, knowledge: Knowledge
) -> Trial:
    """The case played with a given reply, judged."""
    asked = sum(message.role == "user" for message in bound.case.messages)
    plan = Plan(
        assistant=GivenAssistant(text, calls=calls, after=asked), toolbox=workspace.toolbox(), knowledge=knowledge
    )
    trial = await converse(bound, 1, plan=plan)
    if trial.error is not None:
        return trial
    return replace(trial, judgement=await judge(bound, trial.transcript, knowledge))


async def _proofs(
    workspace: Workspace, cases: Sequence[BoundCase], knowledge: Knowledge, made: Sequence[Trial], *, by: str
) -> list[Proved]:
    proved: list[Proved] = []
    for bound in cases:
        case = bound.case
        bad = good = None
        if case.bad_reply:
            bad = await replied(bound, case.bad_reply, case.bad_calls, workspace=workspace, knowledge=knowledge)
        if case.good_reply:
            good = await replied(bound, case.good_reply, case.good_calls, workspace=workspace, knowledge=knowledge)
        own = sorted((trial for trial in made if trial.case_id == case.id), key=lambda trial: trial.attempt)
        names = {placed.label: placed.bound.name for placed in bound.graders}
        proof = proof_of(case, bad=bad, good=good, attempts=own, names=names, by=by)
        path = _place(workspace, proof.words)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dump(without_words(proof)) + b"\n")
        proved.append(Proved(bound=bound, proof=proof))
    return proved


def _place(workspace: Workspace, words: str) -> Path:
    """A proof names the case and no ticket, and keeps no words: nothing of it has to be forgotten."""
    return workspace.root / ".evalsuite" / "proofs" / f"{words}.json"
