"""What is proved of a drafted case, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evalsuite.report.headline import counted

if TYPE_CHECKING:
    from evalsuite.domain.case import Case
    from evalsuite.domain.proof import Proof


def proof_lines(proof: Proof, *, draft: bool) -> Iterator[str]:
    """The case, what was tried on it, and what is to be done next; a blank line at the end."""
    yield proof.case_id
    if not proof.control:
        yield from (f"  ok  the ticket's reply fails: {name}: {reason}" for name, reason in proof.blamed.items())
        if not proof.blamed:
            yield f"  --  the ticket's reply: {proof.missed}"
    yield f"  ok  a reply passes: {proof.good}" if proof.good else f"  --  {proof.refused}"
    if proof.tried:
        yield f"      {proof.assistant} today: {_attempts(proof)}"
    if not proof.stands:
        yield f"  not proved yet{_mend(proof, draft=draft)}"
    elif draft:
        yield f"  proved. If it is right, approve it: evalsuite tickets promote {proof.case_id}"
    else:
        yield "  proved"
    yield ""


def case_lines(case: Case, *, needed: Sequence[str]) -> Iterator[str]:
    """What the case is about, for whoever approves it: what was said, and what is still to be said of it."""
    for message in case.messages:
        yield _said("customer" if message.role == "user" else "assistant", message.text)
    if case.bad_reply:
        words = case.blamed or case.bad_reply
        yield _said("complained of", case.bad_reply.replace(words, f"»{words}«", 1))
    if case.good_reply:
        yield _said("right", case.good_reply)
    if case.seen:
        days = " to ".join(dict.fromkeys(filter(None, (case.seen.first, case.seen.last))))
        yield _said("told", f"by {counted(case.seen.count, 'ticket')}" + (f", {days}" if days else ""))
    for remark in needed:
        yield _said("for you", remark)


def _said(who: str, text: str) -> str:
    short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]} … ({len(text):,} characters)"
    return f"      {who + ':':<14} {' '.join(short.split())}"


def _attempts(proof: Proof) -> str:
    failed = proof.attempts.get("fail", 0)
    others = [f"{count} {outcome}" for outcome, count in proof.attempts.items() if outcome not in {"pass", "fail"}]
    return f"fails {failed} of {proof.tried}" + (f" ({', '.join(others)})" if others else "")


def _mend(proof: Proof, *, draft: bool) -> str:
    if draft and (proof.blamed or proof.control) and not proof.good:
        return f': give a right reply: evalsuite tickets reproduce {proof.case_id} --good-reply "…"'
    again = 'evalsuite tickets draft TICKET --again --blamed "…"'
    return (
        f": quote the words at fault ({again}), or edit its file" if draft else ". Edit its file, then run this again"
    )


_LONGEST = 600
"""Characters of a message; the file has all of them."""
