"""The text of an expression to the function it stands for, with every name in it checked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from evalsuite.errors import did_you_mean
from evalsuite.expressions.closures import (
    COMPARE,
    CONSTANTS,
    Ask,
    Function,
    all_of,
    among,
    any_of,
    applied,
    calculated,
    chosen,
    comparison,
    constant,
    listed,
    negated,
)
from evalsuite.expressions.tokens import ExpressionError, Token, tokens

MAX_LENGTH = 10_000
"""Characters."""
MAX_DEPTH = 40
"""Brackets, signs and choices within each other."""
MAX_ITEMS = 200
"""Of a list, or joined by one kind of sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names and functions that an expression may use."""

    names: Mapping[str, bool] = field(default_factory=dict)
    """True where more may follow behind a point."""
    functions: Mapping[str, Function] = field(default_factory=dict)
    known: Mapping[str, Sequence[str] | None] = field(default_factory=dict)
    """What may be named by texts, by `Function.names`, or by a name they are compared with; None for anything."""
    unit: str = ""
    """The currency of bare numbers."""


def read_expression(source: str, vocabulary: Vocabulary) -> Ask:
    """The function that asks an expression of a scope. Raises `ExpressionError` with the place.

    Takes time and memory in proportion to the text's length; so does every function it gives, apart from what the
    vocabulary's own functions do.
    """
    if len(source) > MAX_LENGTH:
        raise ExpressionError(f"an expression of {len(source)} characters; {MAX_LENGTH} are the most", 0)
    reader = _Reader(source, vocabulary)
    ask = reader.choice()
    reader.end()
    return ask


class _Reader:
    """Reads by descent; chains of one sign are kept flat, so that depth is counted and bounded."""

    def __init__(self, source: str, vocabulary: Vocabulary) -> None:
        self.source, self.vocabulary = source, vocabulary
        self.tokens = tokens(source)
        self.at = 0
        self.depth = 0

    # ---- tokens

    def peek(self) -> str:
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token.text if token and token.kind == "sign" else ""

    def next_is(self, *signs: str) -> str:
        sign = self.peek()
        if sign not in signs:
            return ""
        self.at += 1
        return sign

    def offset(self) -> int:
        return self.tokens[self.at].offset if self.at < len(self.tokens) else len(self.source)

    def fail(self, text: str, offset: int | None = None) -> ExpressionError:
        return ExpressionError(text, self.offset() if offset is None else offset)

    def close(self, sign: str) -> None:
        if not self.next_is(sign):
            found = repr(self.tokens[self.at].text) if self.at < len(self.tokens) else "the end"
            raise self.fail(f"{sign!r} is wanted here; found {found}")

    def end(self) -> None:
        if self.at < len(self.tokens):
            text = self.tokens[self.at].text
            if text in COMPARE:
                raise self.fail(f"comparisons do not chain; join two with and, found {text!r}")
            raise self.fail(f"{text!r} is too much here. Join conditions with and, or")

    # ---- the grammar, loosest first

    def choice(self) -> Ask:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"more than {MAX_DEPTH} brackets or choices within each other")
        condition = self.either()
        if self.next_is("?"):
            yes = self.choice()
            self.close(":")
            condition = chosen(condition, yes, self.choice())
        self.depth -= 1
        return condition

    def either(self) -> Ask:
        return self.chain("or", lambda: self.chain("and", self.negation, all_of), any_of)

    def chain(self, sign: str, inner: Callable[[], Ask], join: Callable[[list[Ask]], Ask]) -> Ask:
        parts = [inner()]
        while self.next_is(sign):
            parts.append(inner())
        return parts[0] if len(parts) == 1 else join(parts)

    def negation(self) -> Ask:
        turned = False
        while self.next_is("not"):
            turned = not turned
        inner = self.comparison()
        return negated(inner) if turned else inner

    def comparison(self) -> Ask:
        begin = self.at
        left = self.sum()
        denied = bool(self.peek() == "not" and self.next_is("not"))
        sign = self.next_is("in", *(() if denied else COMPARE))
        if denied and not sign:
            raise self.fail("behind not stands in here: `kind not in ['credit']`")
        if not sign:
            return left
        middle = self.at
        right = self.sum()
        self.check_words(begin, middle)
        unit = self.vocabulary.unit
        ask = among(left, right, unit) if sign == "in" else comparison(sign, left, right, unit)
        return negated(ask) if denied else ask

    def sum(self) -> Ask:
        return self.calculation(("+", "-"), lambda: self.calculation(("*", "/", "%"), self.signed))

    def calculation(self, signs: tuple[str, ...], inner: Callable[[], Ask]) -> Ask:
        first = inner()
        rest: list[tuple[str, Ask]] = []
        while sign := self.next_is(*signs):
            rest.append((sign, inner()))
        return calculated(first, rest, self.vocabulary.unit) if rest else first

    def signed(self) -> Ask:
        turned = False
        while self.next_is("-"):
            turned = not turned
        inner = self.atom()
        return calculated(constant(Decimal(0)), [("-", inner)], self.vocabulary.unit) if turned else inner

    def atom(self) -> Ask:
        if self.next_is("("):
            inner = self.choice()
            self.close(")")
            return inner
        if self.next_is("["):
            return listed(self.items("]"))
        if self.at >= len(self.tokens) or self.tokens[self.at].kind == "sign":
            found = repr(self.peek()) if self.peek() else "the end"
            raise self.fail(f"a name, a number or a text in quotes is wanted here; found {found}")
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "text":
            return constant(token.text[1:-1])
        if token.kind == "number":
            return constant(Decimal(token.text))
        if token.text in CONSTANTS:
            return constant(CONSTANTS[token.text])
        return self.call(token) if self.next_is("(") else self.name(token)

    def items(self, closing: str) -> list[Ask]:
        parts: list[Ask] = []
        while not self.next_is(closing):
            if parts:
                self.close(",")
            if len(parts) == MAX_ITEMS:
                raise self.fail(f"more than {MAX_ITEMS} items")
            parts.append(self.choice())
        return parts

    def name(self, token: Token) -> Ask:
        path = tuple(token.text.split("."))
        names = self.vocabulary.names
        if path[0] not in names:
            hint = did_you_mean(path[0], sorted(names))
            call = " Put texts in quotes." if not hint else ""
            raise self.fail(f"no field {path[0]!r} here.{hint}{call}", token.offset)
        if len(path) > 1 and not names[path[0]]:
            raise self.fail(f"{path[0]!r} has no parts, found {token.text!r}", token.offset)
        return lambda scope: scope.value(path)

    def call(self, token: Token) -> Ask:
        functions = self.vocabulary.functions
        function = functions.get(token.text)
        if function is None:
            raise self.fail(f"no function {token.text!r}.{did_you_mean(token.text, sorted(functions))}", token.offset)
        begin = self.at
        arguments = self.items(")")
        if not function.least <= len(arguments) <= function.most:
            wanted = str(function.least) if function.least == function.most else f"{function.least} to {function.most}"
            raise self.fail(f"{token.text}() takes {wanted} values, found {len(arguments)}", token.offset)
        if function.names:
            self.check_named(self.tokens[begin : begin + 1], function.names)
        return applied(function, arguments)

    # ---- texts that name something

    def check_words(self, begin: int, middle: int) -> None:
        """Refuse texts that a name is compared with and that it cannot be: `kind == 'refnd'`."""
        named, others = self.tokens[begin : middle - 1], self.tokens[middle : self.at]
        if len(named) != 1 or named[0].kind != "name":
            named, others = others, named
        if len(named) == 1 and named[0].kind == "name":
            self.check_named(others, named[0].text)

    def check_named(self, tokens: Sequence[Token], what: str) -> None:
        known = self.vocabulary.known.get(what)
        if known is None:
            return
        for token in tokens:
            if token.kind == "text" and token.text[1:-1] not in known:
                hint = did_you_mean(token.text[1:-1], list(known))
                raise self.fail(f"no {what} {token.text[1:-1]!r}.{hint}", token.offset + 1)
