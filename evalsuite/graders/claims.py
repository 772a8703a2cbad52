"""Does a successful tool call stand behind every action a reply says was done?"""

from collections.abc import Callable, Iterator, Mapping

from evalsuite.domain.reading import Claim, Effect
from evalsuite.domain.verdict import Evidence as Looked
from evalsuite.domain.verdict import Finding, Verdict, abstain, verdict_of
from evalsuite.domain.vocabulary import ClaimsCode, Severity
from evalsuite.graders.ledger import Calls
from evalsuite.graders.records import things
from evalsuite.protocols import GradingContext, Knowledge
from evalsuite.reading.intents import intents
from evalsuite.reading.language import language_of, supported

VERSION = 3
CODES: Mapping[ClaimsCode, Severity] = {
    "no_such_tool": "error",
    "no_such_target": "error",
    "no_call": "error",
    "failed_call": "error",
    "claim_before_call": "error",
    "wrong_arguments": "error",
    "partial": "error",
    "promise_without_tool": "warn",
    "cannot_do_that": "warn",
    "unmapped_action": "info",
    "language_not_read": "info",
}


def claims(*, knowledge: Knowledge) -> Callable[[GradingContext], Verdict]:  # noqa: ARG001  - graders share one shape
    """A grader that fails a reply telling of an action no successful call did.

    It abstains where no reply is in a language it has word tables for.
    """
    return _grade


def _grade(context: GradingContext) -> Verdict:
    if not context.replies:
        return abstain("there is no reply to judge")
    findings: list[Finding] = []
    foreign: dict[int, str] = {}
    calls: Calls | None = None
    for index in context.replies:
        language = language_of(context.view(index).text, context.case.language)
        if not supported(language):
            foreign[index] = language
            continue
        claims = context.claims(index)
        planned = intents(context.view(index), language) if context.evidence.tools_known else ()
        for claim in (*claims, *planned):
            calls = calls or Calls(context)
            findings.extend(_planned(calls, index, claim) if claim.tense in _PLANNED else _judge(calls, index, claim))
    if len(foreign) == len(context.replies):
        named = ", ".join(sorted(set(foreign.values())))
        return abstain(f"there are no word tables for the language of the replies ({named})")
    findings.extend(_not_read(context, index, language) for index, language in foreign.items())
    return verdict_of(findings)


_PLANNED = frozenset({"promised", "offered"})


def _not_read(context: GradingContext, index: int, language: str) -> Finding:
    text = context.messages[index].text or ""
    return Finding(
        code="language_not_read",
        severity=CODES["language_not_read"],
        message=index,
        start=0,
        end=min(len(text), 80),
        quote=text[:80],
        reason=f"This reply was not judged: there are no word tables for its language ({language}).",
    )


def _planned(calls: Calls, index: int, claim: Claim) -> Iterator[Finding]:
    """A warning where no tool could do what is offered or promised."""
    if claim.action in {"lookup", "other"} or calls.tools.able(claim) or calls.promised(index, claim):
        return
    if claim.tense == "promised":
        reason = f"No tool the assistant has can keep this promise ({claim.action})."
        yield _finding(calls, "promise_without_tool", index, claim, reason=reason)
    else:
        reason = f"No tool the assistant has can do this ({claim.action})."
        yield _finding(calls, "cannot_do_that", index, claim, reason=reason)


def _judge(calls: Calls, index: int, claim: Claim) -> Iterator[Finding]:
    if claim.action == "lookup":
        yield from _looked_up(calls, index, claim)
        return
    made = calls.made(index, claim)
    good = [effect for effect in made if calls.stands(effect, index)]
    if good:
        if not (claim.loose and claim.action == "other"):  # which calls it is about, nobody can tell
            yield from _about(calls, index, claim, good)
        return
    if calls.shown(index, claim) or calls.promised(index, claim):
        return
    if claim.loose:
        reason = "No call stands behind this, but it is told too loosely to say what was done."
        yield _finding(calls, "unmapped_action", index, claim, reason=reason)
        return
    yield _without_success(calls, index, claim, made)


def _without_success(calls: Calls, index: int, claim: Claim, made: list[Effect]) -> Finding:
    """The finding for a claim that no call made true."""
    able = calls.tools.able(claim)
    if claim.action == "other" and (not able or not claim.light or claim.form == "first_person"):
        reason = f"No tool could be told to do what {claim.verb!r} says."
        return _finding(calls, "unmapped_action", index, claim, reason=reason)
    if not able and calls.tools_known:
        reason = f"No tool the assistant has can do this ({claim.action}): {_listed(calls.tools.names)}."
        code: ClaimsCode = "no_such_target" if claim.action == "contact" else "no_such_tool"
        return _finding(calls, code, index, claim, reason=reason)
    failed = [effect for effect in made if effect.ok is False]
    if failed:
        last = failed[-1]
        reason = f"{last.tool} failed ({_short(last.failure)}) and no later call succeeded."
        return _finding(calls, "failed_call", index, claim, reason=reason, nearest=last)
    later = calls.later(index, claim)
    if later is not None:
        reason = f"{later.tool} was called only afterwards, in message {later.message}."
        return _finding(calls, "claim_before_call", index, claim, reason=reason, nearest=later)
    direct = sorted({effect.tool for effect in able if calls.tools.does(effect, claim)})
    if direct:
        reason = f"The reply says this was done, but {_listed(direct)} was never called successfully before it."
    elif calls.tools_known:
        reason = (
            f"No tool the assistant has can do this by itself ({claim.action}), and no call that could bring it about "
            "succeeded before."
        )
    else:
        reason = "The reply says this was done, but no tool was called successfully before it."
    return _finding(calls, "no_call", index, claim, reason=reason)


def _about(calls: Calls, index: int, claim: Claim, good: list[Effect]) -> Iterator[Finding]:
    """Findings where calls succeeded, but not for all that the claim names."""
    missing, named = calls.missing(index, claim, good)
    if missing:
        failed = calls.failed_on(missing[0], index)
        told = f"for {_listed(missing)}"
        if failed is not None:
            reason = f"{failed.tool} failed {told} ({_short(failed.failure)})."
            yield _finding(calls, "failed_call", index, claim, reason=reason, nearest=failed)
        elif len(missing) < named:
            reason = f"{good[-1].tool} succeeded for others named here, but not {told}."
            yield _finding(calls, "partial", index, claim, reason=reason, nearest=good[-1])
        else:
            reason = f"{good[-1].tool} succeeded, but never {told}."
            yield _finding(calls, "wrong_arguments", index, claim, reason=reason, nearest=good[-1])
        return
    target = calls.unknown_target(claim, good)
    if target is not None:
        reason = f"No queue or person named {target!r} is declared, and no call was addressed to it."
        yield _finding(calls, "no_such_target", index, claim, reason=reason, nearest=good[-1])
        return
    amounts = calls.other_amounts(claim, good)
    if amounts:
        reason = f"The reply says {claim.amount}; the calls were about {_listed(amounts)}."
        yield _finding(calls, "wrong_arguments", index, claim, reason=reason, nearest=good[-1])
        return
    left = calls.left_out(index, claim, good)
    if left:
        reason = f"The reply speaks of all; {good[-1].tool} never succeeded for {_listed(left)}, listed before."
        yield _finding(calls, "partial", index, claim, reason=reason, nearest=good[-1])
        return
    done = calls.distinct(calls.writes(index) if calls.tools.of_all_kinds(claim) else good)
    many = things(good)
    if claim.things is not None and many is not None and many < claim.things:
        reason = f"The reply speaks of {claim.things} things; the calls that succeeded were about {many}."
        yield _finding(calls, "partial", index, claim, reason=reason, nearest=good[-1])
        return
    if claim.count is not None and claim.count > 1 and done < claim.count:
        reason = f"The reply speaks of {claim.count}; {done} such call{'s' if done != 1 else ''} succeeded."
        yield _finding(calls, "partial", index, claim, reason=reason, nearest=good[-1])


def _looked_up(calls: Calls, index: int, claim: Claim) -> Iterator[Finding]:
    """A look into a system nobody gave the assistant, or a look when nothing was looked up."""
    if claim.form != "first_person" or claim.tense != "done":
        return
    source = calls.tools.unknown_source(claim)
    if source is not None:
        reason = f"No tool shows the assistant any {source}."
        yield _finding(calls, "no_such_tool", index, claim, reason=reason)


def _finding(
    calls: Calls, code: ClaimsCode, index: int, claim: Claim, *, reason: str, nearest: Effect | None = None
) -> Finding:
    return Finding(
        code=code,
        severity=CODES[code],
        message=index,
        start=claim.start,
        end=claim.end,
        quote=claim.quote,
        reason=reason,
        evidence=Looked(
            looked_in=calls.looked_in(index),
            nearest=f"{nearest.tool}({_arguments(nearest)})" if nearest else None,
            source=_place(nearest) if nearest else None,
        ),
        mend=_mend(code, claim, nearest),
    )


def _mend(code: ClaimsCode, claim: Claim, nearest: Effect | None) -> str:
    if code in {"no_such_tool", "no_call", "unmapped_action", "promise_without_tool", "cannot_do_that"}:
        return (
            "If a tool does this, declare it in graders/tools.yaml: "
            f"`- {{name: THE_TOOL, kind: write, effects: [{claim.action}]}}`; if it happens by itself, name it "
            "there under `side_effects:` of the tool that brings it about."
        )
    if code == "no_such_target":
        return "If it can be reached, declare the tool that writes to it in graders/tools.yaml: `effects: [contact]`."
    if code in {"failed_call", "claim_before_call"}:
        return "Have the assistant speak of it only after the call has succeeded."
    tool = nearest.tool if nearest else "one call"
    return f"If {tool} did all of it, declare where that stands under `claims:` of the tool in graders/tools.yaml."


def _place(effect: Effect) -> str:
    return f"message {effect.message}" + (
        f", answered in message {effect.answered}" if effect.answered is not None else ""
    )


def _arguments(effect: Effect) -> str:
    return _short(", ".join(f"{key}={value!r}" for key, value in effect.arguments.items()), 160)


def _short(text: str, most: int = 120) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _listed(names: list[str]) -> str:
    return ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "") if names else "none"
