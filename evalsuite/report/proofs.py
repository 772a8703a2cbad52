"""What is proved of a drafted case, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evalsuite.domain.proof import Proof


def proof_lines(proof: Proof, *, draft: bool) -> Iterator[str]:
    """The case, what was tried on it, and what is to be done next; a blank line at the end."""
    yield proof.case_id
    if not proof.control:
        told = "; ".join(f"{name}: {reason}" for name, reason in proof.blamed.items())
        yield f"  ok  the ticket's reply fails: {told}" if told else f"  --  the ticket's reply: {proof.missed}"
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


def _attempts(proof: Proof) -> str:
    failed = proof.attempts.get("fail", 0)
    others = [f"{count} {outcome}" for outcome, count in proof.attempts.items() if outcome not in {"pass", "fail"}]
    return f"fails {failed} of {proof.tried}" + (f" ({', '.join(others)})" if others else "")


def _mend(proof: Proof, *, draft: bool) -> str:
    if draft and (proof.blamed or proof.control) and not proof.good:
        return f': give a right reply: evalsuite tickets reproduce {proof.case_id} --good-reply "…"'
    return ". Edit its file, then run this again"
