"""Does what was said and done keep to the workspace's policies?"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evalsuite.codec.policies import NOT_EVALUABLE
from evalsuite.domain.policy import Policies, Rule
from evalsuite.domain.verdict import Evidence as Looked
from evalsuite.domain.verdict import Finding, Verdict, abstain, verdict_of
from evalsuite.domain.vocabulary import Severity
from evalsuite.expressions.closures import Ask
from evalsuite.expressions.reader import read_expression
from evalsuite.expressions.values import Money, Unknown, truth
from evalsuite.graders.events import Event, Happenings, Moment
from evalsuite.policy.vocabulary import vocabulary
from evalsuite.protocols import GradingContext, Knowledge
from evalsuite.reading.language import language_of, supported

VERSION = 2
KNOWS = ("catalogue", "id_patterns", "policies", "sees_context")
CODES: Mapping[str, Severity] = {"policy_violation": "error", NOT_EVALUABLE: "info"}


def policy(*, knowledge: Knowledge) -> Callable[[GradingContext], Verdict]:
    """A grader that fails what breaks a rule of graders/policies.yaml, said or done.

    What a rule could not tell is an info finding; it abstains where there are no rules, and where none could tell.
    """
    policies = knowledge.policies
    ready = [_ready(rule, policies) for rule in policies.rules] if policies else []

    def grade(context: GradingContext) -> Verdict:
        if policies is None or not ready:
            return abstain("there are no rules in graders/policies.yaml")
        if not any(True for _ in context.calls()) and not context.replies:
            return abstain("there is no reply to judge")
        return _grade(context, policies, ready)

    return grade


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A rule with its expressions read."""

    rule: Rule
    when: Ask
    forbid: Ask
    require: Ask
    total_of: Ask | None


def _ready(rule: Rule, policies: Policies) -> _Ready:
    words = vocabulary(rule.on, facts=policies.facts, total=bool(rule.total_of), currency=policies.currency)

    def read(text: str, otherwise: str) -> Ask:
        return read_expression(text or otherwise, words)

    return _Ready(
        rule=rule,
        when=read(rule.when, "true"),
        forbid=read(rule.forbid, "false"),
        require=read(rule.require, "true"),
        total_of=read(rule.total_of, "") if rule.total_of else None,
    )


def _grade(context: GradingContext, policies: Policies, rules: list[_Ready]) -> Verdict:
    happenings = Happenings(context, policies)
    findings: dict[tuple[Any, ...], Finding] = {}
    told = False
    for ready in rules:
        for event, broken in _judged(happenings, ready):
            told = told or not isinstance(broken, Unknown)
            if broken is False:
                continue
            finding = _finding(context, ready.rule, event, broken)
            place = finding.reason if isinstance(broken, Unknown) else (event.message, event.start, id(event.effect))
            findings.setdefault((ready.rule.id, finding.code, place), finding)
    foreign = _foreign(context, rules)
    found = (*findings.values(), *foreign)
    if found and not told and all(finding.code == NOT_EVALUABLE for finding in found):
        return abstain("no rule that applies could be told: " + found[0].reason, tuple(found))
    return verdict_of(tuple(found))


def _judged(happenings: Happenings, ready: _Ready) -> Iterator[tuple[Event, bool | Unknown]]:
    """Every event a rule applies to, with whether it breaks the rule."""
    rule = ready.rule
    running = _Total()
    over = False
    for event in happenings.events(rule.on):
        if rule.tools and (event.effect is None or event.effect.tool not in rule.tools):
            continue
        moment = Moment(happenings, event)
        applies = truth(ready.when(moment))
        if applies is False:
            continue
        if ready.total_of is not None:
            if event.effect is not None and event.effect.ok is False:
                continue
            running = running if rule.per == "conversation" else _Total()
            running.add(happenings, event, ready.total_of(moment))
            moment.total = running.amounts()
        broken = _breaks(applies, ready, moment)
        if not event.judged or (over and broken is True):
            continue
        over = over or (broken is True and rule.per == "conversation")
        yield event, broken


def _breaks(applies: bool | Unknown, ready: _Ready, moment: Moment) -> bool | Unknown:
    forbidden, required = truth(ready.forbid(moment)), truth(ready.require(moment))
    if forbidden is True or required is False:
        return applies
    missing = next((one for one in (forbidden, required) if isinstance(one, Unknown)), None)
    return missing or False


_MORE = re.compile(r"\b(?:another|additional|extra|further|second|more|on top|also add)\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:per (?!cent)\w+|each|apiece)\b", re.IGNORECASE)
_OR = re.compile(r"\bor\b", re.IGNORECASE)


class _Total:
    """Amounts promised and given, each counted once though it be promised, repeated and then carried out."""

    def __init__(self) -> None:
        self.given: dict[Money, int] = {}
        self.promised: dict[tuple[str, Money], int] = {}
        self.unknown: Unknown | None = None
        self.last: tuple[Event, Money] | None = None

    def add(self, happenings: Happenings, event: Event, value: Any) -> None:
        if not isinstance(value, Money):
            if not self.given and not self.promised:  # "the credit" after "a 20 USD credit" is that one
                self.unknown = value if isinstance(value, Unknown) else Unknown("there is no amount")
            return
        if event.kind in {"call", "result"}:
            self.given[value] = self.given.get(value, 0) + 1
            return
        if _EACH.search(event.quote):
            self.unknown = Unknown(f"{value} is named for each, and not for how many")
            return
        key = (str(event.fields.get("kind")), value)
        if self.last is not None and self._alternatives(happenings, self.last[0], event):
            other = self.last[1]
            if other.unit == value.unit and value.number <= other.number:
                return
            self.promised.pop((str(self.last[0].fields.get("kind")), other), None)
        self.promised[key] = self.promised.get(key, 0) + 1 if _MORE.search(event.quote) else 1
        self.last = (event, value)

    @staticmethod
    def _alternatives(happenings: Happenings, one: Event, other: Event) -> bool:
        if one.message != other.message or one.end is None or other.start is None:
            return False
        text = happenings.context.messages[one.message].text or ""
        between = text[one.end : other.start] if other.start >= one.end else text[one.start : other.start]
        return len(between) < 100 and "." not in between and _OR.search(between + other.quote[:12]) is not None

    def amounts(self) -> list[Any]:
        promised: dict[Money, int] = {}
        for (_, value), times in self.promised.items():
            promised[value] = promised.get(value, 0) + times
        found: list[Any] = [
            Money(value.number * Decimal(max(self.given.get(value, 0), promised.get(value, 0))), value.unit)
            for value in dict.fromkeys((*self.given, *promised))
        ]
        return [*found, *([self.unknown] if self.unknown else [])]


def _finding(context: GradingContext, rule: Rule, event: Event, broken: bool | Unknown) -> Finding:
    unknown = isinstance(broken, Unknown)
    told = f"cannot be told: {broken.why}" if isinstance(broken, Unknown) else rule.because or _in_words(rule)
    return Finding(
        code=NOT_EVALUABLE if unknown else "policy_violation",
        severity="info" if unknown else rule.severity,
        message=event.message,
        start=event.start,
        end=event.end,
        quote=_quote(context, event),
        reason=f"{rule.id}: {told}.".replace("..", "."),
        evidence=Looked(looked_in=f"the rule {rule.id!r} of graders/policies.yaml", nearest=_nearest(event)),
        mend=_mend(rule, unknown=unknown),
    )


def _in_words(rule: Rule) -> str:
    if rule.forbid and rule.forbid != "true":
        return f"this may not be: {rule.forbid}"
    return f"this is wanted: {rule.require}" if rule.require else "this may not be"


def _quote(context: GradingContext, event: Event) -> str:
    if event.start is None or event.end is None:
        return ""
    return (context.messages[event.message].text or "")[event.start : event.end]


def _nearest(event: Event) -> str | None:
    if event.effect is None:
        return None
    arguments = ", ".join(f"{key}={value!r}" for key, value in event.effect.arguments.items())
    return f"{event.effect.tool}({arguments})"[:200]


def _mend(rule: Rule, *, unknown: bool) -> str:
    if unknown:
        return "Give the case or the catalogue what is missing, or write known(…) into the rule where it may be."
    return f"If this is allowed, write `unless:` into the rule {rule.id!r} of graders/policies.yaml."


_PROSE = frozenset({"claim", "commitment"})


def _foreign(context: GradingContext, rules: list[_Ready]) -> list[Finding]:
    """Replies in a language without word tables: rules on what they promise could not be told."""
    asked = [ready.rule for ready in rules if _PROSE.intersection(ready.rule.on)]
    if not asked:
        return []
    found: list[Finding] = []
    for index in context.replies:
        language = language_of(context.view(index).text, context.case.language)
        if not supported(language):
            reason = f"{asked[0].id}: what this reply promises cannot be read: no word tables for {language}."
            found.append(Finding(code=NOT_EVALUABLE, severity="info", message=index, reason=reason))
    return found
