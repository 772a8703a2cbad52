"""The templates of policy rules, from what a support lead fills in to rules over events."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from evalsuite.codec.fields import Reading
from evalsuite.codec.nodes import Mapping as MappingNode
from evalsuite.codec.nodes import Node, Sequence
from evalsuite.domain.policy import EventKind, PersonalKind, Rule
from evalsuite.domain.vocabulary import CommitmentKind
from evalsuite.errors import did_you_mean
from evalsuite.expressions.values import Unknown, amount, clock
from evalsuite.patterns import pattern
from evalsuite.policy.functions import weekdays


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A template being filled in: its fields by name, each with the way to read it."""

    reading: Reading
    what: str
    fields: Mapping[str, Node]
    tools_known: frozenset[str] | None
    currency: str

    def tools(self, *names: str) -> tuple[str, ...]:
        """Tools under the first of these names that is there; an unknown one is told."""
        return tuple(self._tools(*names))

    def _tools(self, *names: str) -> Iterator[str]:
        for name in names:
            node = self.fields.get(name)
            for item in node.items if isinstance(node, Sequence) else [node] if node else []:
                text = self.reading.line(item, f"{self.what}.{name}")
                if text and self.tools_known is not None and text not in self.tools_known:
                    hint = did_you_mean(text, sorted(self.tools_known))
                    self.reading.complain(item, f"{self.what}.{name}: no tool {text!r}.{hint}")
                elif text:
                    yield text

    def choices(self, name: str, known: tuple[str, ...], default: tuple[str, ...] = ()) -> tuple[str, ...]:
        node = self.fields.get(name)
        if node is None:
            return default
        items = node.items if isinstance(node, Sequence) else [node]
        read = [self.reading.one_of(item, f"{self.what}.{name}", known) for item in items]
        return tuple(word for word in read if word)

    def phrases(self, name: str) -> tuple[str, ...]:
        """Phrases or `/regular expressions/`; one that cannot be compiled is told."""
        node = self.fields.get(name)
        found = self.reading.texts(node, f"{self.what}.{name}") if node else ()
        for text in found:
            try:
                pattern(text)
            except ValueError as error:
                self.reading.complain(node or self._any(), f"{self.what}.{name}: {error}")
        return found

    def text(self, name: str, default: str = "") -> str:
        node = self.fields.get(name)
        return default if node is None else self.reading.line(node, f"{self.what}.{name}") or default

    def limits(self, node: Node, what: str) -> str:
        """Amounts, each with its currency, as the arguments of within()."""
        found: list[str] = []
        for item in node.items if isinstance(node, Sequence) else [node]:
            text = self.reading.line(item, what, f"{what}: 20 USD")
            limit = amount(text, self.currency) if text else None
            if isinstance(limit, Unknown) or (limit and not limit.unit):
                mend = "Write `20 USD` or `10%`, or `currency: USD` at the top of the file."
                self.reading.complain(item, f"{what} wants an amount with its currency; found {text!r}. {mend}")
            elif limit:
                found.append(quoted(str(limit)))
        return ", ".join(found)

    def day_times(self) -> tuple[str, str, str]:
        days, opens, closes = self.text("days", "mon-fri"), self.text("from", "09:00"), self.text("to", "17:00")
        if isinstance(weekdays(days), Unknown):
            self.reading.complain(self.fields["days"], f"{self.what}.days wants `mon-fri` or `mon, wed`; got {days!r}.")
        for name, value in (("from", opens), ("to", closes)):
            if clock(value) is None:
                self.reading.complain(self.fields[name], f"{self.what}.{name} wants a time such as `09:00`.")
        return days, opens, closes

    def count(self, name: str) -> int:
        node = self.fields.get(name)
        return (self.reading.count(node, f"{self.what}.{name}") or 0) if node else 0

    def needs(self, *names: str) -> bool:
        """Whether one of these fields is there; told where none is."""
        if any(name in self.fields for name in names):
            return True
        self.reading.complain(self._any(), f"{self.what} needs {' or '.join(f'`{name}:`' for name in names)}.")
        return False

    def _any(self) -> Node:
        return self.fields[""]


def quoted(text: str) -> str:
    """A text as expressions write it."""
    sign = '"' if "'" in text else "'"
    return sign + text.replace(sign, " ").replace("\n", " ") + sign


def one_of(name: str, words: tuple[str, ...]) -> str:
    return f"{name} in [{', '.join(map(quoted, words))}]"


def fill(form: Form, name: str, base: Rule) -> list[Rule]:
    """The rules of a filled-in template; what is wrong with it goes to the form's reading."""
    template = TEMPLATES[name]
    because = base.because or template.broken
    return [replace(rule, template=name, because=because) for rule in template.make(form, base)]


def _amount_limit(form: Form, base: Rule) -> Iterator[Rule]:
    if not form.needs("max"):
        return
    of = form.choices("of", get_args(CommitmentKind), ("credit", "discount", "waiver"))
    gifts = ("credit",) if {"credit", "discount", "waiver"} & set(of) else ()
    kinds = tuple(dict.fromkeys((*of, *gifts)))
    per: Any = form.choices("per", ("conversation", "event"), ("conversation",))
    require = f"within(total, {form.limits(form.fields['max'], f'{form.what}.max')})"
    cohorts = form.fields.get("cohorts")
    if cohorts is not None:
        wanted = form.reading.entries(cohorts, f"{form.what}.cohorts", "limits by cohort", "Write `{vip: 50 USD}`.")
        for cohort, (_, node) in wanted.items():
            limit = f"within(total, {form.limits(node, f'{form.what}.cohorts.{cohort}')})"
            require = f"cohort == {quoted(cohort)} ? {limit} : {require}"
    tools = form.tools("tools")
    also = f" and {one_of('tool', tools)}" if tools else ""
    when = f"event == 'call' ? {one_of('kind', kinds)}{also} : {one_of('kind', of)}"
    yield replace(
        base, on=("commitment", "call"), when=when, require=require, total_of="amount", per=per[0] if per else "event"
    )


def _refund_window(form: Form, base: Rule) -> Iterator[Rule]:
    if not (form.needs("days") and form.needs("from")):
        return
    start, end = form.text("from"), form.text("to", "now")
    require = f"days_between({start}, {end}) <= {form.count('days')}"
    tools = form.tools("tool", "tools")
    kinds = form.choices("of", get_args(CommitmentKind), ("refund",))
    if tools:
        yield replace(base, on=("call",), tools=tools, require=require)
    yield replace(base, on=("commitment",), when=one_of("kind", kinds), require=require)


def _verify_first(form: Form, base: Rule) -> Iterator[Rule]:
    if not (form.needs("with") and form.needs("tools", "disclosing")):
        return
    require = " or ".join(f"called({quoted(tool)})" for tool in form.tools("with")) or "false"
    tools = form.tools("tools")
    if tools:
        yield replace(base, on=("call",), tools=tools, require=require)
    kinds = form.choices("disclosing", get_args(PersonalKind))
    if kinds:
        yield replace(base, on=("disclosure",), when=one_of("kind", kinds), require=require)


def _approval_required(form: Form, base: Rule) -> Iterator[Rule]:
    if not (form.needs("above") and form.needs("tool", "tools", "of")):
        return
    above = f"not within(amount, {form.limits(form.fields['above'], f'{form.what}.above')})"
    require = " or ".join(f"called({quoted(tool)})" for tool in form.tools("approval")) or "false"
    tools = form.tools("tool", "tools")
    if tools:
        yield replace(base, on=("call",), tools=tools, when=above, require=require)
    kinds = form.choices("of", get_args(CommitmentKind))
    if kinds:
        yield replace(base, on=("commitment",), when=f"{one_of('kind', kinds)} and {above}", require=require)


def _never_promise(form: Form, base: Rule) -> Iterator[Rule]:
    if not form.needs("kinds", "says"):
        return
    kinds = form.choices("kinds", get_args(CommitmentKind))
    if kinds:
        yield replace(base, on=("commitment",), when=one_of("kind", kinds), forbid="true")
    phrases = form.phrases("says")
    if phrases:
        forbid = f"matches(text, {', '.join(map(quoted, phrases))})"
        yield replace(base, on=("turn",), when="role == 'assistant'", forbid=forbid)


def _must_say(form: Form, base: Rule) -> Iterator[Rule]:
    if not (form.needs("says") and form.needs("after", "promising", "customer_says")):
        return
    require = f"says_later({', '.join(map(quoted, form.phrases('says')))})"
    tools = form.tools("after")
    if tools:
        yield replace(base, on=("call",), tools=tools, when="success", require=require)
    kinds = form.choices("promising", get_args(CommitmentKind))
    if kinds:
        yield replace(base, on=("commitment",), when=one_of("kind", kinds), require=require)
    asked = form.phrases("customer_says")
    if asked:
        when = f"role == 'user' and matches(text, {', '.join(map(quoted, asked))})"
        yield replace(base, on=("turn",), when=when, require=require)


def _allowed_tools(form: Form, base: Rule) -> Iterator[Rule]:
    if not form.needs("tools", "except"):
        return
    tools, barred = form.tools("tools"), form.tools("except")
    if "tools" in form.fields:
        yield replace(base, on=("call",), require=one_of("tool", tools))
    if barred:
        yield replace(base, on=("call",), tools=barred, forbid="true")


def _business_hours(form: Form, base: Rule) -> Iterator[Rule]:
    if not form.needs("tools", "promising"):
        return
    days, opens, closes = form.day_times()
    node = form.fields.get("holidays")
    holidays = form.reading.texts(node, f"{form.what}.holidays") if node else ()
    closed = f", [{', '.join(map(quoted, holidays))}]" if holidays else ""
    require = f"is_open({form.text('time', 'now')}, {quoted(days)}, {quoted(opens)}, {quoted(closes)}{closed})"
    tools = form.tools("tools")
    if tools:
        yield replace(base, on=("call",), tools=tools, require=require)
    kinds = form.choices("promising", get_args(CommitmentKind))
    if kinds:
        yield replace(base, on=("commitment",), when=one_of("kind", kinds), require=require)


def _confirm_first(form: Form, base: Rule) -> Iterator[Rule]:
    if form.needs("tools"):
        yield replace(base, on=("call",), tools=form.tools("tools"), require="confirmed()")


def _never_without(form: Form, base: Rule) -> Iterator[Rule]:
    if not (form.needs("tool", "tools") and form.needs("needs")):
        return
    name = form.text("same")
    same = f", {quoted(name)}, arguments.{name}" if name else ""
    require = " and ".join(f"called({quoted(tool)}{same})" for tool in form.tools("needs")) or "false"
    yield replace(base, on=("call",), tools=form.tools("tool", "tools"), require=require)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    fields: tuple[str, ...]
    make: Callable[[Form, Rule], Iterator[Rule]]
    example: str
    broken: str
    """What a finding says of it where the rule gives no `because:`."""


TEMPLATES: Mapping[str, Template] = {
    "amount_limit": Template(
        broken="this is more than may be given",
        fields=("of", "tools", "max", "cohorts", "per"),
        make=_amount_limit,
        example="{of: [credit], max: 20 USD}",
    ),
    "refund_window": Template(
        broken="this is outside the refund window",
        fields=("tool", "tools", "days", "from", "to", "of"),
        make=_refund_window,
        example="{tool: issue_refund, days: 30, from: order.delivered_at}",
    ),
    "verify_first": Template(
        broken="the customer's identity had not been verified",
        fields=("with", "tools", "disclosing"),
        make=_verify_first,
        example="{with: verify_identity, tools: [change_address]}",
    ),
    "approval_required": Template(
        broken="nobody had approved this",
        fields=("tool", "tools", "of", "above", "approval"),
        make=_approval_required,
        example="{tool: issue_refund, above: 500 USD, approval: ask_billing}",
    ),
    "never_promise": Template(
        broken="this may not be promised or said",
        fields=("kinds", "says"),
        make=_never_promise,
        example="{kinds: [guarantee, legal]}",
    ),
    "must_say": Template(
        broken="what must be said with it was not said",
        fields=("after", "promising", "customer_says", "says"),
        make=_must_say,
        example="{after: issue_refund, says: business days}",
    ),
    "allowed_tools": Template(
        broken="this tool may not be used here",
        fields=("tools", "except"),
        make=_allowed_tools,
        example="{except: [issue_refund]}",
    ),
    "business_hours": Template(
        broken="this is outside business hours",
        fields=("tools", "promising", "days", "from", "to", "time", "holidays"),
        make=_business_hours,
        example='{tools: [call_back], days: mon-fri, from: "09:00", to: "17:00"}',
    ),
    "confirm_first": Template(
        broken="the customer had not said yes",
        fields=("tools",),
        make=_confirm_first,
        example="{tools: [cancel_order]}",
    ),
    "never_without": Template(
        broken="what must be called before had not been called",
        fields=("tool", "tools", "needs", "same"),
        make=_never_without,
        example="{tool: issue_refund, needs: get_order, same: order_id}",
    ),
}
"""By the key they stand under."""


def form_of(
    reading: Reading, node: Node, name: str, what: str, *, tools: frozenset[str] | None, currency: str
) -> Form | None:
    """A template's fields; None where it holds none."""
    template = TEMPLATES[name]
    if not isinstance(node, MappingNode):
        reading.wants(node, f"{what}{name}", "a mapping", f"Write `{name}: {template.example}`.")
        return None
    entries = reading.known_entries(node, f"{what}{name}", template.fields)
    fields = {key: value for key, (_, value) in entries.items()}
    return Form(
        reading=reading, what=f"{what}{name}", fields={**fields, "": node}, tools_known=tools, currency=currency
    )


EVENTS: tuple[EventKind, ...] = get_args(EventKind)
