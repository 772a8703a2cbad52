"""Drafts that a person approves, moved among the cases that are run: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evalsuite.codec.yaml_out import yaml_lines
from evalsuite.errors import Complaint, InputError, NothingRanError, UsageError, did_you_mean
from evalsuite.flows.ticket_cases import DRAFT, case_folder
from evalsuite.flows.ticket_proofs import kept_proof
from evalsuite.privacy.gate import refuse_leaks
from evalsuite.tickets.draft import NEEDED, source_of

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
    needed: int
    """Remarks in it that still wait for a person."""


def drafts(workspace: Workspace, ids: Sequence[str] = ()) -> list[LocatedCase]:
    """The drafts of these names, or unambiguous beginnings of names; or all.

    Raises `InputError` with every mistake, `NothingRanError` where none is.
    """
    folder = workspace.shown(case_folder(workspace, "drafts"))
    if not (workspace.here / folder).is_dir():
        raise NothingRanError(f"there are no drafts in {folder}. Make some: evalsuite tickets draft")
    found = workspace.cases([folder])
    if not ids:
        return found
    names = [located.case.id for located in found]
    complaints = [Complaint(text=_unknown(one, names)) for one in ids if len(_meant(one, names)) != 1]
    if complaints:
        raise InputError(complaints)
    wanted = {name for one in ids for name in _meant(one, names)}
    return [located for located in found if located.case.id in wanted]


def _meant(word: str, names: Sequence[str]) -> list[str]:
    return [word] if word in names else [name for name in names if name.startswith(word)]


def _unknown(word: str, names: Sequence[str]) -> str:
    meant = _meant(word, names)
    if meant:
        return f"{word!r} may be {' or '.join(meant[:5])}; write more of it"
    return f"no draft {word!r}.{did_you_mean(word, names) or ' They stand in cases/drafts.'}"


def promote(workspace: Workspace, store: TicketStore, ids: Sequence[str]) -> list[Promoted]:
    """Move the named drafts, or those approved in a review, to the folder of ticket cases.

    Raises `InputError` with all that is in the way of any of them, in which case nothing is moved.
    """
    keys = {source_of(workspace.key, key): key for key in store.keys()}  # noqa: SIM118  - a store of tickets is no mapping
    states = {kept.get("case_id"): kept for _, kept in store.all_kept(DRAFT)}
    wanted = list(ids) or [name for name, kept in states.items() if name and kept.get("state") == "approved"]
    if not wanted:
        raise UsageError("no draft is approved. Name those you approve: evalsuite tickets promote CASE")
    chosen = drafts(workspace, wanted)
    complaints = [one for located in chosen for one in _in_the_way(workspace, store, located, chosen, keys)]
    if complaints:
        raise InputError(complaints)
    moves = {located.mark.path: _target(workspace, located) for located in chosen}
    texts = {path: (workspace.here / path).read_text(encoding="utf-8") for path in moves}
    _move(workspace, moves)
    promoted = []
    for located in chosen:
        case, key = located.case, keys.get(located.case.source or "")
        path = workspace.shown(moves[located.mark.path])
        if key is not None:
            store.keep(key, DRAFT, {"case_id": case.id, "path": path, "state": "promoted"})
        needed = texts[located.mark.path].count(f"# {NEEDED}")
        promoted.append(Promoted(case_id=case.id, path=path, ticket=key, needed=needed))
    return promoted


def add_good_reply(workspace: Workspace, name: str, reply: str) -> None:
    """Write a right reply into the draft of that name. Raises `EvalsuiteError` where it has one, or may not have it."""
    (located,) = drafts(workspace, [name])
    name = located.case.id
    path = workspace.here / located.mark.path
    others = [one.case.id for one in drafts(workspace) if one.mark.path == located.mark.path]
    if located.case.good_reply is not None or len(others) > 1:
        why = "has a good_reply" if located.case.good_reply is not None else "stands with other cases in one file"
        raise UsageError(f"{located.mark.path}: case {name!r} {why}. Write it there yourself")
    text = path.read_text(encoding="utf-8").rstrip("\n")
    text = "\n".join((text, *yaml_lines({"good_reply": reply}, 2), ""))
    refuse_leaks(text, path=located.mark.path)
    path.write_text(text, encoding="utf-8", newline="\n")


def _in_the_way(
    workspace: Workspace,
    store: TicketStore,
    located: LocatedCase,
    chosen: Sequence[LocatedCase],
    keys: Mapping[str, str],
) -> Iterator[Complaint]:
    """Everything for which a draft may not be promoted."""
    case, path = located.case, located.mark.path
    proof = kept_proof(workspace, case)
    if proof is None:
        yield _complaint(located, f"it is not proved as it is now. Run: evalsuite tickets reproduce {case.id}")
    elif not proof.stands:
        why = proof.refused if proof.blamed or proof.control else f"the ticket's reply: {proof.missed}"
        yield _complaint(located, f"it is not proved: {why}")
    mates = [one.case.id for one in drafts(workspace) if one.mark.path == path]
    left = [name for name in mates if name not in [one.case.id for one in chosen]]
    if left:
        yield _complaint(located, f"{', '.join(left)} stands in the same file. Promote all of it, or split it")
    target = _target(workspace, located)
    if target.exists():
        yield _complaint(located, f"{workspace.shown(target)} is there already. Rename the draft")
    key = keys.get(case.source or "")
    mapping = store.kept(key, "mapping") if key else None
    try:
        text = (workspace.here / path).read_text(encoding="utf-8")
        refuse_leaks(text, path=path, originals=(mapping or {}).keys())
    except InputError as error:
        yield from error.complaints


def _complaint(located: LocatedCase, text: str) -> Complaint:
    return Complaint(text=f"case {located.case.id!r}: {text}", mark=located.mark)


def _target(workspace: Workspace, located: LocatedCase) -> Path:
    drafted = workspace.here / located.mark.path
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
