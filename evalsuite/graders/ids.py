"""Does every id a reply names stand in what the assistant had been shown?"""

import re
from collections.abc import Callable, Mapping

from evalsuite.domain.reading import Manner, Mention, Value
from evalsuite.domain.verdict import Evidence as Looked
from evalsuite.domain.verdict import Finding, Verdict, abstain, verdict_of
from evalsuite.domain.vocabulary import IdsCode, Severity
from evalsuite.evidence import declared_id
from evalsuite.graders.facts import Facts
from evalsuite.graders.places import looked_in, place_of
from evalsuite.protocols import GradingContext, Knowledge
from evalsuite.reading.blocks import block_at
from evalsuite.reading.ids import CAPITALS, PUBLIC, TELEPHONE
from evalsuite.reading.manner import manner_at
from evalsuite.reading.tokens import SEPARATOR, distance, has_digit, normal

VERSION = 3
CODES: Mapping[IdsCode, Severity] = {
    "invented_id": "error",
    "garbled_id": "error",
    "contradicted_id": "error",
    "unverified_user_id": "warn",
    "ungrounded_amount": "warn",
    "ungrounded_date": "warn",
    "ungrounded_name": "warn",
    "ungrounded_link": "warn",
    "wrong_status": "warn",
    "placeholder_id": "info",
}
"""Those of facts are errors where `graders/ids.yaml` declares the kind."""

_ASSERTED = re.compile(
    r"\b(?:I (?:have|see|found|can see|looked|checked|pulled|located|traced|reviewed)"
    r"|I've|is|are|was|were|has|have|been"
    r"|shows?|belongs?|arrives?|"
    r"leaves?|left|went|contains?|failed|shipped|está|estaba|fue|tiene|veo|encontré)\b",
    re.IGNORECASE,
)
_TOLD_OF = re.compile(r"[\"'*_)]{0,3} (?:\w{2,12}ly |now |still |already )?[a-z]{2,14}(?:[^s\W]s|ed)\b")
"""What comes behind an id that a verb is about: LN-33008 runs until May."""
_ECHOED = re.compile(
    r"\?\s*\Z|\b(?:let me|I'll|I will|please|can you|could you|you (?:mentioned|gave|provided|said|shared|sent|wrote)"
    r"|you've|will|not|n't|select|enter|"
    r"would|need|cannot|can't|unable|if|thank you for|thanks for|going to|to (?:confirm|check|look|verify|find)|"
    r"looking|checking|searching)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\b[A-Za-z][a-z]+\b")
_NO_STATEMENT: Mapping[Manner, str] = {"example": "an example", "asked": "a question", "assumed": "an assumption"}
_ONLY_GARBLED = frozenset({TELEPHONE, CAPITALS, PUBLIC})
_NEAREST_LOOKED_AT = 60
"""Unknown ids of one conversation for which the nearest real one is sought: a reply can name thousands."""


def ids(*, knowledge: Knowledge) -> Callable[[GradingContext], Verdict]:
    """A grader that fails a reply naming an id nobody gave it.

    Raises `UsageError` where a declared id pattern is no regular expression.
    """
    for kind, source in knowledge.id_patterns.items():
        declared_id(kind, source)

    def grade(context: GradingContext) -> Verdict:
        if not context.replies:
            return abstain("there is no reply to judge")
        judge = _Judge(context)
        facts = Facts(context)
        found = [finding for index in context.replies for finding in (*judge.reply(index), *facts.reply(index))]
        return verdict_of(found)

    return grade


class _Judge:
    """Judges a conversation's mentions against its evidence; remembers what it looked up."""

    def __init__(self, context: GradingContext) -> None:
        self.context = context
        self.sought = 0
        self.endings: dict[str, list[tuple[str, Mapping[str, Value]]]] | None = None
        self.places: dict[int, str] = {}
        self.words: set[str] | None = None

    def reply(self, index: int) -> list[Finding]:
        found = (self.mention(index, mention) for mention in self.context.mentions(index))
        return [finding for finding in found if finding is not None]

    def mention(self, index: int, mention: Mention) -> Finding | None:
        evidence = self.context.evidence
        if mention.why == "last digits":
            return None if self.ends_a_value(mention.text, index) else self.unknown(index, mention)
        if grounded(mention.text, evidence.known, index):
            return None
        key = normal(mention.text)
        confirmed = evidence.confirmed.get(key)
        said = grounded(mention.text, evidence.said, index)
        refused = evidence.refused.get(key)
        if said and confirmed is not None and confirmed < index:
            return None
        if refused is not None and _before(refused, index):
            if self.asserts(index, mention):
                return self.contradicted(index, mention, refused)
            if said or self.manner(index, mention) != "stated":
                return None
        if said or self.completes(mention, index):
            return self.unverified(index, mention) if said and self.asserts(index, mention) else None
        return self.unknown(index, mention)

    def ends_a_value(self, digits: str, index: int) -> bool:
        """Whether a value known before message `index` ends in these digits."""
        if self.endings is None:
            self.endings = {}
            evidence = self.context.evidence
            for values in (evidence.known, evidence.said):
                for key in values:
                    if key[-3:].isdigit():
                        self.endings.setdefault(key[-3:], []).append((key, values))
        found = self.endings.get(digits[-3:], ())
        return any(key.endswith(digits) and _before(values[key], index) for key, values in found)

    def asserts(self, index: int, mention: Mention) -> bool:
        """Whether the sentence presents the id as a record's, and does not only repeat it."""
        if self.manner(index, mention) != "stated":
            return False
        view = self.context.view(index)
        block = block_at(view, mention.at)
        sentence = view.text[block.start : min(block.end, block.start + 2000)] if block else ""
        if " | " in sentence:  # a table's row is a record by its form
            return True
        stop = sentence.find("; ", mention.at - block.start) if block else -1
        clause = sentence[:stop] if stop > 0 else sentence
        told = _ASSERTED.search(clause) or _TOLD_OF.match(view.text, mention.at + len(mention.text))
        return bool(told) and not _ECHOED.search(clause)

    def manner(self, index: int, mention: Mention) -> Manner:
        return manner_at(self.context.view(index), mention)

    def completes(self, mention: Mention, index: int) -> bool:
        """Whether it is the customer's digits with the prefix that such ids have, or the code in other letters."""
        digits = re.fullmatch(r"[^\d]+(\d{5,})", mention.text)
        if digits:
            value = self.context.evidence.said.get(digits[1])
            return value is not None and _before(value, index)
        if mention.text.isalpha():
            word = re.compile(rf"\b{re.escape(mention.text)}\b", re.IGNORECASE)
            return any(word.search(one.text or "") for one in self.context.messages[:index] if one.role == "user")
        return False

    def unknown(self, index: int, mention: Mention) -> Finding | None:
        manner = self.manner(index, mention)
        nearest = self.nearest(mention, index, manner)
        if nearest is None and (mention.why in _ONLY_GARBLED or self.is_word(mention)):
            return None
        told_as = _NO_STATEMENT.get(manner)
        if told_as and nearest is None:
            reason = f"{mention.text} stands in no evidence, but is named only as {told_as}."
            return self.finding("placeholder_id", index, mention, reason, None)
        later = self.context.evidence.known.get(normal(mention.text))
        if nearest is not None:
            reason = f"{mention.text} is in no evidence; it looks like {nearest.text}, garbled."
            return self.finding("garbled_id", index, mention, reason, nearest)
        reason = f"{mention.text} ({mention.why}) is in nothing the assistant had been shown."
        if later is not None:
            reason = f"{mention.text} was not known yet: it first stands in message {later.message}, after this reply."
        return self.finding("invented_id", index, mention, reason, later)

    def is_word(self, mention: Mention) -> bool:
        """Whether letters in capitals stand as a plain word elsewhere in the conversation."""
        if not mention.text.isalpha():
            return False
        if self.words is None:
            transcript = self.context.transcript
            texts = (transcript.system, self.context.knowledge.prompt, *(one.text for one in transcript.messages))
            self.words = {word.casefold() for text in texts if text for word in _WORD.findall(text)}
        return mention.text.casefold() in self.words

    def contradicted(self, index: int, mention: Mention, refused: Value) -> Finding:
        where = f"message {refused.message}" + (f", {refused.tool}" if refused.tool else "")
        reason = f"{mention.text} is presented as existing, but {where} said there is no such record."
        return self.finding("contradicted_id", index, mention, reason, refused)

    def unverified(self, index: int, mention: Mention) -> Finding:
        reason = f"Only the customer named {mention.text}; it is presented as a record without having been looked up."
        return self.finding("unverified_user_id", index, mention, reason, None)

    def nearest(self, mention: Mention, index: int, manner: Manner) -> Value | None:
        key = normal(mention.text)
        if len(key) < (6 if mention.why in _ONLY_GARBLED else 5) or self.sought >= _NEAREST_LOOKED_AT:
            return None
        self.sought += 1
        beside = {normal(other.text) for other in self.context.mentions(index)}
        best: Value | None = None
        code = mention.text.isupper() and mention.text.isalnum()
        loose = manner != "asked" and (len(key) > 7 or (code and len(key) == 6))
        nearer_than = 3 if loose else 2
        for source in (self.context.evidence.known, self.context.evidence.said):
            for other in source:
                if other in beside and len(other) == len(key):  # told as well: this one stands beside it
                    continue
                if abs(len(other) - len(key)) < nearer_than and len(other) > 4 and _alike(key, other):
                    swapped = manner == "stated" and _other_prefix(key, other)
                    apart = 1 if swapped else distance(key, other, nearer_than - 1)
                    if apart < nearer_than and _before(source[other], index):
                        best, nearer_than = source[other], apart
        return best

    def looked_in(self, index: int) -> str:
        if index not in self.places:
            self.places[index] = looked_in(self.context, index)
        return self.places[index]

    def finding(self, code: IdsCode, index: int, mention: Mention, reason: str, nearest: Value | None) -> Finding:
        text = self.context.messages[index].text or ""
        return Finding(
            code=code,
            severity=CODES[code],
            message=index,
            start=mention.start,
            end=mention.end,
            quote=text[mention.start : mention.end],
            reason=reason,
            evidence=Looked(
                looked_in=self.looked_in(index),
                nearest=nearest.text if nearest else None,
                source=place_of(nearest) if nearest else None,
            ),
            mend=_MENDS.get(code, ""),
        )


_MENDS: Mapping[str, str] = {
    "invented_id": (
        "If it is no id, or known in another way, put it into the case's context, "
        "or declare your ids in graders/ids.yaml."
    ),
    "garbled_id": "If both are right, let a tool result or the case's context hold this one too.",
    "unverified_user_id": "Have the assistant look it up before it speaks of the record.",
}


def grounded(token: str, values: Mapping[str, Value], index: int) -> bool:
    """Whether an id, or each part of a compound one, stands among values known before message `index`."""
    value = values.get(normal(token))
    if value is not None and _before(value, index):
        return True
    if token.isalnum():
        return token[-1:] == "s" and has_digit(token) and grounded(token[:-1], values, index)
    if " " in token:
        pieces = [piece for piece in token.split() if has_digit(piece)]
        return all(len(piece) > 3 and grounded(piece, values, index) for piece in pieces)
    parts = [part for part in SEPARATOR.split(token) if part]
    return len(parts) > 1 and any(map(has_digit, parts)) and all(_part_known(part, values, index) for part in parts)


def _part_known(part: str, values: Mapping[str, Value], index: int) -> bool:
    if part.isalpha() and part.islower():
        return True
    value = values.get(part.casefold())
    return len(part) > 2 and value is not None and _before(value, index)


def _before(value: Value, index: int) -> bool:
    return value.message is None or value.message < index


def _alike(one: str, other: str) -> bool:
    """Whether two ids are of a kind: a word is no garbled number."""
    return has_digit(other) == has_digit(one) or (one.isalnum() and not other.islower())


def _other_prefix(one: str, other: str) -> bool:
    """Whether two ids are the same digits behind other letters: KV885 for QX885."""
    if one[-3:] != other[-3:] or one[0] == other[0]:
        return False
    tail = one.lstrip("abcdefghijklmnopqrstuvwxyz")
    return (
        tail.isdigit() and len(tail) < len(one) == len(other) and other.endswith(tail) and other[: -len(tail)].isalpha()
    )
