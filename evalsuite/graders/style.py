"""The `style` grader: length, sentences, paragraphs, questions and how hard a reply is to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from evalsuite.domain.persona import Limits, persona_for
from evalsuite.domain.reading import TextView
from evalsuite.domain.verdict import Finding, Verdict, abstain, verdict_of
from evalsuite.domain.vocabulary import Severity
from evalsuite.protocols import GradingContext, Knowledge
from evalsuite.reading.cues import cues, language_read
from evalsuite.reading.measures import Measures, measured

VERSION = 2
KNOWS = ("personas",)

CODES: Mapping[str, Severity] = {
    "too_long": "error",
    "wall_of_text": "error",
    "long_sentences": "error",
    "too_many_questions": "error",
    "hard_to_read": "error",
    "late_answer": "warn",
    "measured": "info",
}


def style(
    *,
    words: int | None = None,
    paragraph_words: int | None = None,
    sentence_words: int | None = None,
    questions: int | None = None,
    grade: int | None = None,
    answer_first: bool = False,
    knowledge: Knowledge,
) -> Callable[[GradingContext], Verdict]:
    """Every reply keeps to the limits given here, or else to the persona's; without any it is only measured.

    `grade` is in school years; `answer_first` wants the answer before thanks, sympathy and filler.
    """
    given = {
        "words": words,
        "paragraph_words": paragraph_words,
        "sentence_words": sentence_words,
        "questions": questions,
        "grade": grade,
    }
    said = {name: value for name, value in given.items() if value is not None}
    wrong = [f"{name} wants a whole number of at least 0, got {value}" for name, value in said.items() if value < 0]
    if wrong:
        raise ValueError("; ".join(wrong))

    def judge(context: GradingContext) -> Verdict:
        if not context.replies:
            return abstain("there was no reply to judge")
        limits = replace(persona_for(knowledge.personas, context.case.cohort).limits, **said)
        # Where nobody said who the customer is, a limit that is not given here is a guess.
        guessed = context.case.cohort is None and knowledge.personas is None
        findings: list[Finding] = []
        for index in context.replies:
            view = context.view(index)
            for finding in _findings(view, measured(view), limits, first=answer_first, language=context.case.language):
                doubted = guessed and _SET_BY.get(finding.code) not in said and finding.severity == "error"
                findings.append(replace(finding, message=index, severity="warn" if doubted else finding.severity))
        return verdict_of(findings)

    return judge


_SET_BY = {
    "too_long": "words",
    "wall_of_text": "paragraph_words",
    "long_sentences": "sentence_words",
    "too_many_questions": "questions",
    "hard_to_read": "grade",
}


def _findings(view: TextView, told: Measures, limits: Limits, *, first: bool, language: str) -> Iterator[Finding]:
    long, begun, ended = told.longest_paragraph
    if _over(told.words, limits.words):
        yield _finding("too_long", f"{told.words} words; {limits.words} are the most.")
    if _over(long, limits.paragraph_words):
        reason = f"{long} words without a break; {limits.paragraph_words} are the most."
        yield _at(view, (begun, ended), "wall_of_text", reason, "Break it up, or make it a list.")
    if _over(told.sentence_words, limits.sentence_words):
        reason = f"{told.sentence_words:.0f} words a sentence on average; {limits.sentence_words} are the most."
        yield _finding("long_sentences", reason)
    if _over(told.questions, limits.questions):
        yield _finding("too_many_questions", f"Asks {told.questions} questions; {limits.questions} are the most.")
    if told.grade is not None and _over(told.grade, limits.grade):
        yield _finding("hard_to_read", f"Takes {told.grade:.0f} years of school to read; {limits.grade} are the most.")
    if first and told.first != (0, 0) and _idle(view, told.first, language):
        yield _at(view, told.first, "late_answer", "Opens with something else than the answer.", "Answer first.")
    yield _finding("measured", _figures(told))


def _over(value: float, limit: int | None) -> bool:
    return limit is not None and value > limit


def _idle(view: TextView, first: tuple[int, int], language: str) -> bool:
    """Whether the first sentence only thanks, greets, sympathises or fills."""
    found = cues(view.text[first[0] : first[1]], language_read(view.text, language))
    return any(group in found for group in ("filler", "empathy", "apology", "polite_formal"))


def _figures(told: Measures) -> str:
    grade = f", {told.grade:.0f} years of school to read" if told.grade is not None else ""
    return (
        f"{told.words} words, {told.sentence_words:.0f} a sentence, {told.longest_paragraph[0]} in the longest "
        f"paragraph, {told.questions} questions{grade}."
    )


def _finding(code: str, reason: str) -> Finding:
    return Finding(code=code, severity=CODES[code], reason=reason)


def _at(view: TextView, span: tuple[int, int], code: str, reason: str, mend: str) -> Finding:
    begin, stop = view.raw_span(*span)
    quote = view.raw[begin:stop]
    return Finding(code=code, severity=CODES[code], start=begin, end=stop, quote=quote, reason=reason, mend=mend)
