"""Graders of what a reply says: `says`, `never_says`, `asks`, `max_words`, `min_words`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evalsuite.domain.verdict import Evidence, Finding, Verdict, abstain, verdict_of
from evalsuite.patterns import Pattern, pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evalsuite.domain.vocabulary import Severity
    from evalsuite.protocols import GradingContext

    Grade = Callable[[GradingContext], Verdict]

CODES_OF: Mapping[str, Mapping[str, Severity]] = {
    "says": {"not_said": "error"},
    "never_says": {"forbidden_words": "error"},
    "asks": {"not_asked": "error"},
    "max_words": {"too_long": "error"},
    "min_words": {"too_short": "error"},
}


def says(*, text: str | list[str]) -> Grade:
    """Some reply says each of these."""
    wanted = _patterns(text)

    def grade(context: GradingContext) -> Verdict:
        missing = [one for one in wanted if not any(_spans(context, index, one) for index in context.replies)]
        return verdict_of(
            [
                Finding(
                    code="not_said",
                    message=context.replies[-1] if context.replies else None,
                    reason=f"No reply says {one.source!r}." if context.replies else "There was no reply to say it.",
                    evidence=Evidence(looked_in=_replies(context)),
                )
                for one in missing
            ]
        )

    return grade


def never_says(*, text: str | list[str]) -> Grade:
    """No reply says any of these."""
    unwanted = _patterns(text)

    def grade(context: GradingContext) -> Verdict:
        if not context.replies:
            return abstain("there was no reply to judge")
        return verdict_of(
            [
                _at(context, index, span, code="forbidden_words", reason=f"Says {one.source!r}, which it must not.")
                for index in context.replies
                for one in unwanted
                for span in _spans(context, index, one)
            ]
        )

    return grade


def asks(*, text: str | list[str] | None = None) -> Grade:
    """Some reply asks a question; with a text, one whose sentence holds each of these."""
    wanted = _patterns(text) if text is not None else []

    def grade(context: GradingContext) -> Verdict:
        questions = [question for index in context.replies for question in _questions(context, index)]
        if any(all(one.first(question) for one in wanted) for question in questions):
            return verdict_of([])
        about = " and ".join(repr(one.source) for one in wanted)
        return verdict_of(
            [
                Finding(
                    code="not_asked",
                    message=context.replies[-1] if context.replies else None,
                    reason=f"No question asks about {about}." if about else "No reply asks a question.",
                    evidence=Evidence(
                        looked_in=f"{len(questions)} questions in {_replies(context)}",
                        nearest=questions[-1].strip() if questions else None,
                    ),
                )
            ]
        )

    return grade


def max_words(*, count: int) -> Grade:
    """No reply is longer than this many words."""
    return _length(
        count,
        too=lambda words: words > count,
        code="too_long",
        reason=lambda words: f"{words} words; at most {count} are wanted.",
    )


def min_words(*, count: int) -> Grade:
    """No reply is shorter than this many words."""
    return _length(
        count,
        too=lambda words: words < count,
        code="too_short",
        reason=lambda words: f"{words} words; at least {count} are wanted.",
    )


def _length(count: int, *, too: Callable[[int], bool], code: str, reason: Callable[[int], str]) -> Grade:
    if count < 1:
        raise ValueError(f"a word limit is 1 or more, got {count}")

    def grade(context: GradingContext) -> Verdict:
        if not context.replies:
            return abstain("there was no reply to judge")
        lengths = {index: len(context.view(index).text.split()) for index in context.replies}
        return verdict_of(
            [Finding(code=code, message=index, reason=reason(words)) for index, words in lengths.items() if too(words)]
        )

    return grade


def _patterns(text: str | list[str]) -> list[Pattern]:
    texts = [text] if isinstance(text, str) else text
    if not texts:
        raise ValueError("an empty list asks for nothing; write the words to look for")
    return [pattern(one) for one in texts]


def _spans(context: GradingContext, index: int, one: Pattern) -> list[tuple[int, int]]:
    """Places of a pattern in a reply, as spans of its raw text."""
    view = context.view(index)
    return [view.raw_span(start, end) for start, end in one.spans(view.text) if end > start]


def _questions(context: GradingContext, index: int) -> list[str]:
    """Sentences of a reply that ask: those with a question mark."""
    view = context.view(index)
    sentences = [view.text[block.start : block.end] for block in view.blocks]
    return [sentence for sentence in sentences if "?" in sentence or "？" in sentence]


def _at(context: GradingContext, index: int, span: tuple[int, int], *, code: str, reason: str) -> Finding:
    start, end = span
    quote = (context.messages[index].text or "")[start:end]
    return Finding(code=code, message=index, start=start, end=end, quote=quote, reason=reason)


def _replies(context: GradingContext) -> str:
    count = len(context.replies)
    return "1 reply" if count == 1 else f"{count} replies"
