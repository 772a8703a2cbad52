"""The cases of a workspace as tickets see them, drafts among them."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from evalsuite.codec.cases import read_case_file
from evalsuite.codec.yaml_out import yaml_lines
from evalsuite.domain.case import LocatedCase, Seen
from evalsuite.errors import Complaint, InputError, NothingRanError
from evalsuite.privacy.gate import refuse_leaks
from evalsuite.tickets.draft import source_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from evalsuite.tickets.store import TicketStore
    from evalsuite.workspace import Workspace

DRAFT = "draft"
"""Under what kind the store keeps which case a ticket became."""


def case_folder(workspace: Workspace, name: str) -> Path:
    """The folder `drafts` or `tickets` among the workspace's cases."""
    return workspace.root / next(iter(workspace.settings.cases), "cases") / name


def all_cases(workspace: Workspace, *, drafts: bool = True) -> list[LocatedCase]:
    """Every sound case, those of files with mistakes included."""
    files = workspace.case_files()
    folder = case_folder(workspace, "drafts")
    if drafts and folder.is_dir():
        files += [file for file in workspace.case_files([workspace.shown(folder)]) if file not in files]
    return [one for file in files for one in read_case_file(workspace.shown(file), file.read_bytes())[0]]


def drafts(workspace: Workspace, names: Sequence[str] = ()) -> list[LocatedCase]:
    """The drafts of these names, or unambiguous beginnings of names; of all that begin so for `control-*`; or all.

    Raises `InputError` with every mistake, `NothingRanError` where none is.
    """
    folder = case_folder(workspace, "drafts")
    shown = workspace.shown(folder)
    if not (folder.is_dir() and workspace.case_files([shown])):
        raise NothingRanError(f"there are no drafts in {shown}. Make some: evalsuite tickets draft")
    found = workspace.cases([shown])
    if not names:
        return found
    known = [located.case.id for located in found]
    wrong = [name for name in names if not _meant(name, known) or (len(_meant(name, known)) > 1 and name[-1:] != "*")]
    if wrong:
        done = {one.case.id: one.mark.path for one in all_cases(workspace, drafts=False)}
        raise InputError(Complaint(text=_no_draft(name, known, done)) for name in wrong)
    wanted = {one for name in names for one in _meant(name, known)}
    return [located for located in found if located.case.id in wanted]


def _meant(word: str, known: Iterable[str]) -> list[str]:
    return [word] if word in known else [name for name in known if name.startswith(word.removesuffix("*"))]


def _no_draft(word: str, known: Sequence[str], done: Mapping[str, str]) -> str:
    meant = _meant(word, known)
    if meant:
        return f"{word!r} may be {_few(meant)}. Write more of it, or '{word}*' for all {len(meant)}"
    promoted = _meant(word, done)
    if len(promoted) == 1:
        path = done[promoted[0]]
        return f"{promoted[0]!r} is a case that is run: {path}. Prove it once more with --path {path}"
    near = {name[: len(word)]: name for name in known}  # most people type the beginning
    found = get_close_matches(word, near, n=1)
    return f"no draft {word!r}. " + (f"Did you mean {near[found[0]]!r}?" if found else f"There is {_few(known)}.")


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more


def ticket_keys(workspace: Workspace, store: TicketStore) -> dict[str, str]:
    """The keys of the store's tickets by what stands for them in cases."""
    return {source_of(workspace.key, key): key for key in store.keys()}  # noqa: SIM118  - a store is no mapping


def leaks_of(
    workspace: Workspace, store: TicketStore, text: str, *, path: str, key: str | None
) -> tuple[Complaint, ...]:
    """The places where a case's text holds anything personal, or what was replaced in its ticket; of a ticket that is
    forgotten (`key` None) nobody knows what that was."""
    originals = store.kept(key, "mapping") if key else None
    try:
        refuse_leaks(text, path=path, originals=tuple(originals or ()), deny=workspace.privacy.deny)
    except InputError as error:
        return error.complaints
    return ()


def left_in_cases(workspace: Workspace, store: TicketStore, keys: Collection[str]) -> list[Complaint]:
    """The places where cases of these tickets hold what stood in the ticket itself: somebody typed it in."""
    known = ticket_keys(workspace, store)
    files = dict.fromkeys((one.mark.path, known.get(one.case.source or "")) for one in all_cases(workspace))
    return [
        leak
        for path, key in files
        if key in keys
        for leak in leaks_of(workspace, store, (workspace.here / path).read_text(encoding="utf-8"), path=path, key=key)
    ]


def seen_again(workspace: Workspace, located: LocatedCase, seen: Seen) -> bool:
    """Write how often a ticket case was seen into its file, where that is more than it says in one line of its own."""
    if located.case.seen is None or located.case.seen.count >= seen.count:
        return False
    path, line = workspace.here / located.mark.path, located.at("seen").line - 1
    lines = path.read_bytes().split(b"\n")
    if not _SEEN.fullmatch(lines[line]):
        return False
    told = {name: getattr(seen, name) for name in ("count", "first", "last") if getattr(seen, name) is not None}
    indent = len(lines[line]) - len(lines[line].lstrip())
    lines[line] = yaml_lines({"seen": told}, indent)[0].encode() + (b"\r" if lines[line].endswith(b"\r") else b"")
    path.write_bytes(b"\n".join(lines))
    return True


_SEEN = re.compile(rb"\s*seen:\s*\{[^{}#]*\}\s*")
