"""What the trials of a drafted case prove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from evalsuite.codec.fingerprint import expectations_fingerprint, fingerprint, script_fingerprint
from evalsuite.codec.records import plain
from evalsuite.domain.case import Case
from evalsuite.domain.labels import FailureMode
from evalsuite.domain.proof import Proof
from evalsuite.errors import did_you_mean
from evalsuite.graders.fixtures import LABEL
from evalsuite.tickets.expectations import blames

if TYPE_CHECKING:
    from evalsuite.domain.run import Trial


def proof_of(
    case: Case, *, bad: Trial | None, good: Trial | None, attempts: Sequence[Trial], names: Mapping[str, str], by: str
) -> Proof:
    """What follows from the trials of the given bad and good reply, and from the assistant's own attempts.

    `names` are the graders behind the labels, `by` who made the attempts.
    """
    control = case.origin == "live" and case.bad_reply is None and not case.failure
    blamed, missed = _blamed(case, bad, names)
    passing = "good_reply" if good is not None and _passes(good) else ""
    passing = passing or next((f"attempt {one.attempt}" for one in attempts if _passes(one)), "")
    return Proof(
        case_id=case.id,
        words=words_of(case),
        control=control,
        blamed=blamed,
        missed="" if control else missed,
        good=passing,
        refused="" if passing else _refused(good, attempts),
        assistant=by if attempts else "",
        attempts=dict(Counter(one.outcome for one in attempts)),
    )


def words_of(case: Case) -> str:
    """Fingerprint of all that a proof hangs on; not of title, tags and whom to ask."""
    told = {name: value for name, value in plain(case).items() if name in _TOLD}
    return fingerprint(case.id, script_fingerprint(case), expectations_fingerprint(case), told)


def without_words(proof: Proof) -> Proof:
    """The proof with nothing in it of what anybody said: what may outlive the ticket."""
    return replace(proof, blamed=dict.fromkeys(proof.blamed, ""), missed="", refused="")


def _passes(trial: Trial) -> bool:
    """Whether a reply passes that says something: silence breaks no rule, and helps nobody."""
    said = [message.text or "" for message in trial.transcript.messages if message.role == "assistant"]
    return trial.outcome == "pass" and any(map(str.isalnum, said[-1] if said else ""))


def _blamed(case: Case, bad: Trial | None, names: Mapping[str, str]) -> tuple[dict[str, str], str]:
    lacks = _lacks(case)
    if lacks or bad is None:
        return {}, lacks
    if bad.error is not None:
        return {}, f"it cannot be played again: {bad.error.text}"
    if LABEL in bad.judgement.verdicts:
        return {}, f"{bad.judgement.verdicts[LABEL].reason}. Add what the tool had answered, under tools"
    reply = len(bad.transcript.messages) - 1
    found = blames(case, bad.judgement, reply=reply, names=names)
    if found:
        return {_name(label): finding.reason for label, finding in found.items()}, ""
    failed = dict.fromkeys(_name(label) for label, one in bad.judgement.verdicts.items() if one.outcome == "fail")
    modes = " and ".join(case.failure)
    if failed:
        return {}, f"it fails by {', '.join(failed)}, but not for {modes} at the words complained of"
    return {}, f"it does not fail: nothing under expect sees {modes} in it. Add what a reply must never say or do"


def _lacks(case: Case) -> str:
    """What a case has to tell before its bad reply can be tried; empty where nothing lacks."""
    known = get_args(FailureMode)
    unknown = next((mode for mode in case.failure if mode not in known), None)
    if not case.bad_reply:
        return "the case has no bad_reply. Add the reply the customer complained of"
    if not case.failure:
        return "the case names no failure. Say what went wrong, like failure: [wrong_answer]"
    if unknown is not None:
        return f"there is no failure {unknown!r}.{did_you_mean(unknown, known)}"
    if case.blamed and case.blamed not in case.bad_reply:
        return "the words under blamed are not in bad_reply. Copy them from it"
    return ""


def _refused(good: Trial | None, attempts: Sequence[Trial]) -> str:
    if good is not None:
        return f"good_reply does not pass: {_trouble(good)}"
    if attempts:
        return f"no attempt passes, and there is no good_reply: {_trouble(attempts[0])}"
    return "there is no good_reply, and no attempt was made"


def _trouble(trial: Trial) -> str:
    """The first thing that kept a trial from passing, in words."""
    if trial.error is not None:
        return trial.error.text
    if trial.outcome == "pass":
        return "it says nothing"
    for wanted in ("fail", "abstain"):
        for label, verdict in trial.judgement.verdicts.items():
            if verdict.outcome == wanted:
                reasons = [one.reason for one in verdict.findings if one.severity == "error"] or [verdict.reason]
                return f"{_name(label)}: {reasons[0]}"
    crashes = [f"{_name(label)} crashed: {text}" for label, text in trial.judgement.grader_errors.items()]
    return crashes[0] if crashes else "no grader could judge it"


def _name(label: str) -> str:
    """A label without its number: where a grader stands twice, it says the same twice."""
    return label.partition("#")[0]


_TOLD = frozenset({"origin", "failure", "bad_reply", "blamed", "bad_calls", "good_reply", "good_calls"})
