"""`graders/policies.yaml` to nouns: rules from templates and expressions, facts, leaks, and advice never to give."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evalsuite.codec.fields import Reading, in_order
from evalsuite.codec.nodes import Mapping as MappingNode
from evalsuite.codec.nodes import Node, Scalar, Sequence, is_null
from evalsuite.codec.policy_templates import EVENTS, TEMPLATES, Form, fill, form_of, one_of, quoted
from evalsuite.codec.yaml_text import read_yaml
from evalsuite.domain.policy import DenyRule, FactSource, LeakRules, Policies, Rule
from evalsuite.domain.vocabulary import CommitmentKind, Severity
from evalsuite.errors import Complaint, InputError
from evalsuite.expressions.reader import read_expression
from evalsuite.expressions.tokens import ExpressionError
from evalsuite.policy.vocabulary import COMMON, FIELDS, vocabulary

KEYS = ("rules", "currency", "timezone", "facts", "leaks", "deny")
NOT_EVALUABLE = "not_evaluable"
"""The code of what a rule could not tell; no rule may be called so."""


def read_policies(shown_path: str, data: bytes, *, tools: Collection[str] | None = None) -> Policies:
    """The policies of a workspace. Raises `InputError` with all mistakes of the file.

    A list stands for its rules. `tools` are the tools that exist; None where any may.
    """
    yaml = read_yaml(shown_path, data)
    reading = Reading(shown_path, yaml.complaints)
    policies = Policies()
    if yaml.root is not None:
        policies = _Policies(reading, frozenset(tools) if tools is not None else None).read(yaml.root)
    if reading.complaints:
        raise InputError(in_order(reading.complaints))
    return policies


class _Policies:
    """The file being read; what later parts need of earlier ones."""

    def __init__(self, reading: Reading, tools: frozenset[str] | None) -> None:
        self.reading, self.tools = reading, tools
        self.currency = ""
        self.facts: dict[str, FactSource] = {}

    def read(self, root: Node) -> Policies:
        reading = self.reading
        mend = "Write `rules:` with `- id: no-promises` under it."
        entries = {"rules": (root, root)} if isinstance(root, Sequence) else {}
        entries = entries or reading.known_entries(root, "the file of policies", KEYS, mend=mend)  # type: ignore[assignment]
        given = {key: node for key, (_, node) in entries.items() if not is_null(node)}
        self.currency = self._currency(given["currency"]) if "currency" in given else ""
        timezone = self._timezone(given["timezone"]) if "timezone" in given else ""
        self.facts = self._facts(given["facts"]) if "facts" in given else {}
        return Policies(
            rules=tuple(self._rules(given["rules"])) if "rules" in given else (),
            currency=self.currency,
            timezone=timezone,
            facts=self.facts,
            leaks=self._leaks(given["leaks"]) if "leaks" in given else LeakRules(),
            deny=tuple(self._deny(given["deny"])) if "deny" in given else (),
        )

    # ---- what all rules share

    def _currency(self, node: Node) -> str:
        text = self.reading.line(node, "currency", "currency: USD") or ""
        if text and not (len(text) == 3 and text.isascii() and text.isupper()):
            self.reading.complain(node, f"currency wants a code of three capitals such as USD; found {text!r}.")
        return text

    def _timezone(self, node: Node) -> str:
        text = self.reading.line(node, "timezone", "timezone: Europe/Berlin") or ""
        try:
            ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            mend = "Write one such as America/New_York or UTC."
            self.reading.complain(node, f"timezone: no time zone {text!r}. {mend}")
            return ""
        return text

    def _facts(self, node: Node) -> dict[str, FactSource]:
        found: dict[str, FactSource] = {}
        mend = "Write `order: {tool: get_order, same: order_id}`."
        for name, (key, inner) in self.reading.entries(node, "facts", "a mapping", mend).items():
            if not name.isidentifier() or name in COMMON or any(name in fields for fields in FIELDS.values()):
                self.reading.complain(key, f"facts: {name!r} cannot be a fact's name. Choose another word.")
            entries = self.reading.known_entries(inner, f"facts.{name}", ("tool", "same", "path"), mend=mend)
            form = Form(
                reading=self.reading,
                what=f"facts.{name}",
                fields={**{part: value for part, (_, value) in entries.items()}, "": inner},
                tools_known=self.tools,
                currency="",
            )
            if form.needs("tool") and (tools := form.tools("tool")):
                found[name] = FactSource(tool=tools[0], same=form.text("same"), path=form.text("path"))
        return found

    # ---- rules

    def _rules(self, node: Node) -> Iterator[Rule]:
        lines: dict[str, int] = {}
        for index, item in enumerate(self.reading.sequence(node, "rules", "a list of rules", "Write `- id: …`.")):
            known = (*_COMMON, *_EXPERT, *TEMPLATES)
            entries = self.reading.known_entries(item, f"rules[{index}]", known, "a rule")
            if not isinstance(item, MappingNode):
                continue
            if "id" not in entries:
                self.reading.complain(item, f"rules[{index}] has no id. Add `id: what-it-is-about`.")
                continue
            name = self.reading.line(entries["id"][1], f"rules[{index}].id") or ""
            if name in lines or name == NOT_EVALUABLE:
                taken = f"stands on line {lines[name]} too" if name in lines else "has a meaning of its own"
                self.reading.complain(entries["id"][1], f"the rule id {name!r} {taken}. Choose another.")
            lines.setdefault(name, item.line)
            yield from self._rule(item, name, {key: value for key, (_, value) in entries.items()})

    def _rule(self, item: Node, name: str, fields: dict[str, Node]) -> Iterator[Rule]:
        what = f"rule {name!r}: "
        base = self._base(name, fields, what)
        chosen = [key for key in TEMPLATES if key in fields]
        if len(chosen) + ("on" in fields) != 1:
            found = f"; found {', '.join(chosen)}" if chosen else ""
            self.reading.complain(
                item, f"{what}wants one template ({', '.join(TEMPLATES)}), or `on:` for one in expressions{found}."
            )
            return
        for key in _EXPERT if chosen else ():
            if key in fields:
                self.reading.complain(fields[key], f"{what}`{key}:` has no meaning beside the template {chosen[0]}.")
        if chosen:
            form = form_of(self.reading, fields[chosen[0]], chosen[0], what, tools=self.tools, currency=self.currency)
            before = len(self.reading.complaints)
            rules = fill(form, chosen[0], base) if form else []
            if len(self.reading.complaints) > before:
                return
            when = self._joined(fields, what, named=rules)
            for rule in rules:
                full = replace(rule, when=_both(rule.when, when))
                if self._readable(full, fields[chosen[0]], what):
                    yield full
        else:
            yield from self._expert(base, fields, what)

    def _base(self, name: str, fields: dict[str, Node], what: str) -> Rule:
        severity = fields.get("severity")
        because = fields.get("because")
        return Rule(
            id=name,
            on=(),
            severity=(self.reading.one_of(severity, f"{what}severity", get_args(Severity)) if severity else None)
            or "error",
            because=(self.reading.text(because, f"{what}because") if because else "") or "",
        )

    def _joined(self, fields: dict[str, Node], what: str, *, named: list[Rule]) -> str:
        """The conditions that stand beside a template, checked for every event it is about."""
        parts = []
        for key in ("when", "where"):
            if key in fields:
                text = self.reading.text(fields[key], f"{what}{key}") or ""
                for rule in named:
                    self._expression(fields[key], text, rule, f"{what}{key}")
                parts.append(f"({text})")
        if "cohorts" in fields:
            cohorts = self.reading.texts(fields["cohorts"], f"{what}cohorts", "cohorts: [enterprise]")
            parts.append(one_of("cohort", cohorts))
        if "unless" in fields:
            text = self.reading.text(fields["unless"], f"{what}unless") or ""
            for rule in named:
                self._expression(fields["unless"], text, rule, f"{what}unless")
            parts.append(f"not ({text})")
        return " and ".join(parts)

    def _expert(self, base: Rule, fields: dict[str, Node], what: str) -> Iterator[Rule]:
        on = fields["on"]
        items = on.items if isinstance(on, Sequence) else [on]
        events = tuple(word for item in items if (word := self.reading.one_of(item, f"{what}on", EVENTS)))
        form = Form(
            reading=self.reading, what=what.removesuffix(": "), fields={**fields, "": on}, tools_known=self.tools,
            currency=self.currency,
        )  # fmt: skip
        rule = replace(base, on=events, tools=form.tools("tool", "tools"))
        rule = self._limit(rule, fields["limit"], what) if "limit" in fields else rule
        ways = [key for key in ("forbid", "require", "limit", "require_before", "forbid_kinds") if key in fields]
        if not ways:
            self.reading.complain(on, f"{what}says nothing that must or may not be. Add `forbid:` or `require:`.")
        for key in ("forbid", "require"):
            if key in fields:
                text = self.reading.text(fields[key], f"{what}{key}") or "true"
                if self._expression(fields[key], text, rule, f"{what}{key}"):
                    forbids = key == "forbid"
                    rule = replace(rule, forbid=text) if forbids else replace(rule, require=_both(rule.require, text))
        if "require_before" in fields:
            rule = replace(rule, require=_both(rule.require, self._before(fields["require_before"], what)))
        if "forbid_kinds" in fields:
            kinds = form.choices("forbid_kinds", get_args(CommitmentKind))
            rule = replace(rule, forbid=_both(rule.forbid, one_of("kind", kinds)))
        before = len(self.reading.complaints)
        rule = replace(rule, when=self._joined(fields, what, named=[rule]))
        if len(self.reading.complaints) > before or self._readable(rule, on, what):
            yield rule

    def _limit(self, rule: Rule, node: Node, what: str) -> Rule:
        mend = "Write `{field: amount, max: 20 USD, per: conversation}`."
        entries = self.reading.known_entries(node, f"{what}limit", ("field", "max", "currency", "per"), mend=mend)
        fields = {key: value for key, (_, value) in entries.items()}
        if "max" not in fields:
            self.reading.complain(node, f"{what}limit has no max. {mend}")
            return rule
        field = self.reading.line(fields["field"], f"{what}limit.field") if "field" in fields else "amount"
        per: Any = (
            self.reading.one_of(fields["per"], f"{what}limit.per", ("event", "conversation")) if "per" in fields else ""
        )
        currency = self._currency(fields["currency"]) if "currency" in fields else self.currency
        rule = replace(rule, total_of=field or "amount", per=per or "event")
        if "field" in fields:
            self._expression(fields["field"], field or "", rule, f"{what}limit.field")
        most = fields["max"]
        form = Form(reading=self.reading, what=what, fields={"": node}, tools_known=None, currency=currency)
        text = most.text if isinstance(most, Scalar) else ""
        if not text or text[:1].isdigit():
            return replace(rule, require=_both(rule.require, f"within(total, {form.limits(most, f'{what}limit.max')})"))
        if not self._expression(most, text, rule, f"{what}limit.max"):
            return rule
        if not currency:
            self.reading.complain(most, f"{what}limit names no currency. Add `currency: USD`.")
        return replace(rule, require=_both(rule.require, f"within(total, money({text}, {quoted(currency)}))"))

    def _before(self, node: Node, what: str) -> str:
        inner = node
        if isinstance(node, MappingNode):
            mend = "Write `{tool: verify_identity, success: true}`."
            entries = self.reading.known_entries(node, f"{what}require_before", ("tool", "success", "same"), mend=mend)
            if "tool" not in entries:
                self.reading.complain(node, f"{what}require_before has no tool. {mend}")
                return "false"
            inner = entries["tool"][1]
        form = Form(
            reading=self.reading, what=what.removesuffix(": "), fields={"require_before": inner, "": node},
            tools_known=self.tools, currency="",
        )  # fmt: skip
        return " or ".join(f"called({quoted(tool)})" for tool in form.tools("require_before")) or "false"

    def _readable(self, rule: Rule, node: Node, what: str) -> bool:
        """Whether a template's own expressions can be read; a dotted name in it may be one that is not there."""
        for text in (rule.when, rule.require, rule.forbid):
            try:
                if text:
                    read_expression(text, self._vocabulary(rule))
            except ExpressionError as error:
                self.reading.complain(node, f"{what}{error}")
                return False
        return True

    def _expression(self, node: Node, text: str, rule: Rule, what: str) -> bool:
        """Whether an expression can be read; where it cannot, the very column is told."""
        try:
            read_expression(text, self._vocabulary(rule))
        except ExpressionError as error:
            mark = self.reading.mark(node)
            if isinstance(node, Scalar) and "\n" not in text:
                mark = replace(mark, column=mark.column + error.offset + (0 if node.plain else 1))
            self.reading.complaints.append(Complaint(text=f"{what}: {error}", mark=mark))
            return False
        return True

    def _vocabulary(self, rule: Rule) -> Any:
        return vocabulary(
            rule.on, facts=self.facts, tools=self.tools, total=bool(rule.total_of), currency=self.currency
        )

    # ---- leaks, and advice

    def _leaks(self, node: Node) -> LeakRules:
        mend = "Write `{internal: [staff_remarks], public: [...]}`."
        entries = self.reading.known_entries(node, "leaks", ("internal", "public", "prompt"), mend=mend)
        found: dict[str, Any] = {}
        for name, (_, value) in entries.items():
            if name == "prompt":
                found[name] = self.reading.one_of(value, "leaks.prompt", ("instructions", "all")) or "instructions"
            else:
                found[name] = self.reading.texts(value, f"leaks.{name}")
        return LeakRules(**found)

    def _deny(self, node: Node) -> Iterator[DenyRule]:
        mend = "Write `- {id: no-bypass, says: [unplug the alarm]}`."
        for index, item in enumerate(self.reading.sequence(node, "deny", "a list", mend)):
            entries = self.reading.known_entries(item, f"deny[{index}]", ("id", "says", "because"), mend=mend)
            fields = {key: value for key, (_, value) in entries.items()}
            form = Form(reading=self.reading, what=f"deny[{index}]", fields={**fields, "": item}, tools_known=None,
                        currency="")  # fmt: skip
            if form.needs("id") and form.needs("says"):
                yield DenyRule(id=form.text("id"), says=form.phrases("says"), because=form.text("because"))


_COMMON = ("id", "because", "severity", "unless", "when", "where", "cohorts")
_EXPERT = ("on", "tool", "tools", "forbid", "require", "limit", "require_before", "forbid_kinds")


def _both(one: str, other: str) -> str:
    return f"({one}) and ({other})" if one and other else one or other
