"""Drafts that a person approves, moved among the cases that are run: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalsuite.errors import Complaint, InputError, UsageError
from evalsuite.flows.ticket_cases import DRAFT, case_folder, drafts, leaks_of, ticket_keys
from evalsuite.flows.ticket_proofs import kept_proof
from evalsuite.tickets.draft import needed_in

if TYPE_CHECKING:
    from pathlib import Path

    from evalsuite.domain.case import LocatedCase
    from evalsuite.tickets.store import TicketStore
    from evalsuite.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoted:
    case_id: str
    path: str
    """Where it stands now."""
    ticket: str | None
    """The ticket's key; None where it is forgotten, or stands in another store."""
    needed: tuple[str, ...]
    """Remarks in it that still wait for a person."""


def promote(workspace: Workspace, store: TicketStore, ids: Sequence[str]) -> list[Promoted]:
    """Move the named drafts, or those approved in a review, to the folder of ticket cases.

    Raises `InputError` with all that is in the way of any of them, in which case nothing is moved.
    """
    states = {kept.get("case_id"): kept for _, kept in store.all_kept(DRAFT)}
    wanted = list(ids) or [name for name, kept in states.items() if name and kept.get("state") == "approved"]
    if not wanted:
        raise UsageError("no draft is approved. Name those you approve: evalsuite tickets promote CASE")
    chosen = drafts(workspace, wanted)
    keys = ticket_keys(workspace, store)
    texts = {one.mark.path: (workspace.here / one.mark.path).read_text(encoding="utf-8") for one in chosen}
    complaints: list[Complaint] = []
    for located in chosen:
        path, key = located.mark.path, keys.get(located.case.source or "")
        complaints += _unproved(workspace, located)
        complaints += _at_its_place(workspace, located, chosen)
        complaints += leaks_of(workspace, store, texts[path], path=path, key=key)
    if complaints:
        raise InputError(dict.fromkeys(complaints))
    moves = {path: _target(workspace, path) for path in texts}
    _move(workspace, moves)
    promoted = []
    for located in chosen:
        case, key = located.case, keys.get(located.case.source or "")
        path = workspace.shown(moves[located.mark.path])
        if key is not None:
            store.keep(key, DRAFT, {"case_id": case.id, "path": path, "state": "promoted"})
        needed = tuple(needed_in(texts[located.mark.path]))
        promoted.append(Promoted(case_id=case.id, path=path, ticket=key, needed=needed))
    return promoted


def _unproved(workspace: Workspace, located: LocatedCase) -> Iterator[Complaint]:
    proof = kept_proof(workspace, located.case)
    if proof is None or not proof.stands:
        what = "it is not proved as it is now. Run" if proof is None else "it is not proved. See why"
        yield _complaint(located, f"{what}: evalsuite tickets reproduce {located.case.id}")


def _at_its_place(workspace: Workspace, located: LocatedCase, chosen: Sequence[LocatedCase]) -> Iterator[Complaint]:
    path = located.mark.path
    going = {one.case.id for one in chosen}
    left = [one.case.id for one in workspace.cases([path]) if one.case.id not in going]
    if left:
        yield _complaint(located, f"{', '.join(left)} stands in the same file. Promote all of it, or split it")
    target = _target(workspace, path)
    if target.exists():
        yield _complaint(located, f"{workspace.shown(target)} is there already. Rename the draft")


def _complaint(located: LocatedCase, text: str) -> Complaint:
    return Complaint(text=f"case {located.case.id!r}: {text}", mark=located.mark)


def _target(workspace: Workspace, path: str) -> Path:
    drafted = workspace.here / path
    return case_folder(workspace, "tickets") / drafted.relative_to(case_folder(workspace, "drafts"))


def _move(workspace: Workspace, moves: Mapping[str, Path]) -> None:
    done: list[tuple[Path, Path]] = []
    try:
        for path, target in moves.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            (workspace.here / path).rename(target)
            done.append((workspace.here / path, target))
    except OSError:
        for before, after in reversed(done):
            after.rename(before)
        raise
