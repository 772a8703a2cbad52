"""What a person adds to a draft by a command: a right reply, and words that a right reply says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evalsuite.codec.cases import read_case_file
from evalsuite.codec.yaml_out import yaml_lines
from evalsuite.errors import InputError, UsageError
from evalsuite.flows.ticket_cases import drafts, leaks_of, ticket_keys
from evalsuite.tickets.draft import GOOD_REPLY_NEEDED, NEEDED

if TYPE_CHECKING:
    from evalsuite.domain.case import LocatedCase
    from evalsuite.tickets.store import TicketStore
    from evalsuite.workspace import Workspace


def add_to_draft(
    workspace: Workspace, store: TicketStore, name: str, *, good_reply: str = "", says: Sequence[str] = ()
) -> None:
    """Write a right reply, and what a right reply says, into the draft of that name, or its beginning; a right reply
    goes in the place of the one there is.

    Raises `EvalsuiteError` where it may not stand there, or the draft is not laid out as it was drafted; then nothing
    is written.
    """
    located, *others = drafts(workspace, [name])
    path, case = located.mark.path, located.case
    if others:
        raise UsageError(f"{name!r} means {len(others) + 1} drafts, and a right reply is for one: name it")
    if sum(one.mark.path == path for one in drafts(workspace)) > 1:
        raise UsageError(f"{path}: case {case.id!r} stands with other cases in one file. Write it there yourself")
    lines = (workspace.here / path).read_text(encoding="utf-8").rstrip("\n").split("\n")
    if good_reply and case.good_reply is not None:
        lines = lines[: located.at("good_reply").line - 1]
    new = [words for words in says if not any(one.name == "says" and one.argument == words for one in case.expect)]
    if new:
        lines = _saying(located, lines, new)
    if good_reply:
        lines += yaml_lines({"good_reply": good_reply}, 2)
    text = "\n".join((*lines, ""))
    key = ticket_keys(workspace, store).get(case.source or "")
    leaks = leaks_of(workspace, store, text, path=path, key=key)
    if leaks:
        raise InputError(leaks)
    found, complaints = read_case_file(path, text.encode(), known_tools=workspace.tool_names())
    if complaints:
        raise InputError(complaints)
    kept = [replace(one.case, expect=one.case.expect[bool(new) :]) for one in found]
    if kept != [replace(case, good_reply=good_reply or case.good_reply)]:
        raise UsageError(f"{located.at('good_reply')}: something stands behind the good_reply. Write it there yourself")
    (workspace.here / path).write_text(text, encoding="utf-8", newline="\n")


def _saying(located: LocatedCase, lines: list[str], says: Sequence[str]) -> list[str]:
    """The lines with an expectation of these words before the others."""
    wanted = {"says": list(says) if len(says) > 1 else says[0]}
    if not located.case.expect:
        return [*lines, *yaml_lines({"expect": [wanted]}, 2, spread=("expect",))]
    at = located.at("expect", 0).line - 1
    dash = _ITEM.match(lines[at])
    if dash is None:
        raise UsageError(f"{located.at('expect')}: write what it says there yourself, like expect: [{{says: …}}]")
    first, *rest = yaml_lines({"expect": [wanted]}, len(dash[1]) - 2, spread=("expect",))[1:]
    kept = [line for line in lines[:at] if line.strip() != f"# {NEEDED}{GOOD_REPLY_NEEDED}"]
    return [*kept, first, *rest, *lines[at:]]


_ITEM = re.compile(r"( *)- ")
