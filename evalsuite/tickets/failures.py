"""Which failure a ticket tells of: what kind of words are at fault, and what is said against them, weighed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalsuite.domain.labels import BadReply
from evalsuite.domain.ticket import Ticket
from evalsuite.reading.claims import claims
from evalsuite.reading.commitments import commitments
from evalsuite.reading.text import view
from evalsuite.reading.tokens import has_digit
from evalsuite.tickets.about import Sign
from evalsuite.tickets.voices import Voices
from evalsuite.tickets.wording import Wording


def traits(
    ticket: Ticket, told: Voices, found: Sequence[Sign], reply: BadReply | None, words: Wording
) -> Iterator[Sign]:
    """Everything that tells which failure it is."""
    reported = " ".join(_reported(found))
    blamed = reply.quote if reply else ""
    whole = _whole(ticket, reply) or blamed
    yield from (Sign(name=f"it_{name}") for name in _kinds(blamed or reported, whole or reported, words))
    if "!" in blamed and any(words.grave.search(text) for text in _by_customers(told)):
        yield Sign(name="cheerful_when_grave")
    if reported and not blamed:
        yield Sign(name="only_reported")
    against = " ".join(_against(told, blamed))
    codes = _codes(blamed or reported)
    for name, pattern in (
        ("undone", words.undone), ("other_thing", words.other_thing), ("unknown", words.unknown),
        ("not_me", words.not_me), ("unable", words.unable), ("rules", words.rules),
    ):  # fmt: skip
        if pattern.search(against):
            yield Sign(name=f"told_{name}")
    if codes and _other_code(codes, against):
        yield Sign(name="told_other_code")
    for sign in found:
        if sign.name in _SIGNS:
            yield Sign(name=sign.name, said=sign.said, sentence=sign.sentence)
    for each in told.said:
        for one in each.sentences:
            for mode, patterns in words.modes.items():
                for strength, pattern in patterns.items():
                    if pattern.search(one.own):
                        yield Sign(name=f"{mode}_{strength}", said=each, sentence=one)
                        if each.staff:
                            yield Sign(name=f"staff_{mode}_{strength}", said=each, sentence=one)


_SIGNS = frozenset(
    [
        "another_language",
        "garbles",
        "says_the_same_again",
        "takes_back",
        "loud",
        "internal",
        "it_admits",
        "internal_elsewhere",
        "its_value_is_denied",
        "objects",
        "staff_undoes",
        "staff_finds_nothing",
        "hands_over",
        "pasted",
        "quoted",
        "takes_part",
    ]
)
"""Signs of a fault that tell which one it is, too."""


def _whole(ticket: Ticket, reply: BadReply | None) -> str:
    """The assistant's whole message, where the words at fault are out of one."""
    message = ticket.messages[reply.message] if reply and reply.message is not None else None
    return message.text if message and message.role == "bot" else ""


def _reported(found: Sequence[Sign]) -> Iterator[str]:
    """What customers say that the assistant said."""
    for sign in found:
        if sign.name == "it_says" and sign.sentence and sign.said:
            mention = next((one for one in sign.said.within(sign.sentence) if one.party == "bot"), None)
            yield sign.sentence.small[max(0, mention.end - sign.sentence.start) if mention else 0 :]


def _by_customers(told: Voices) -> Iterator[str]:
    yield from (one.small for each in told.said if not each.staff for one in each.sentences)
    yield from (one.text.lower() for one in told.of("self"))


def _against(told: Voices, blamed: str) -> Iterator[str]:
    """What customers and staff say besides."""
    small = blamed.lower()
    for each in told.said:
        for one in each.sentences:
            yield one.own.replace(small, " ") if small else one.own


def _kinds(text: str, whole: str, words: Wording) -> Iterator[str]:
    """What kind of words they are."""
    small = text.lower()
    if words.done.search(text) or claims(view(whole), "en"):
        yield "says_done"
    if words.reported_done.search(small):
        yield "tells_done"
    if words.can.search(small):
        yield "offers"
    if words.rule.search(small):
        yield "tells_a_rule"
    if any(one.kind in {"waiver", "discount", "credit", "refund"} for one in commitments(view(whole), "en")):
        yield "commits"
    if _codes(text):
        yield "names_a_code"
    if words.internal.search(small):
        yield "is_internal"
    if words.greeted.search(text):
        yield "names_somebody"
    if words.loud.search(text) or words.scolds.search(small):
        yield "is_rude"
    if text.strip().endswith("?"):
        yield "asks"
    if words.modest.search(small) or words.puzzled.search(small):
        yield "is_puzzled"


def _codes(text: str) -> list[str]:
    return [one for one in (word.strip(".,!?()\"'") for word in text.split()) if _CODE.fullmatch(one)]


def _other_code(codes: Sequence[str], told: str) -> bool:
    """Whether another code of the same form is named against one of these."""
    forms = {re.sub(r"\d", "9", code.lower()) for code in codes}
    others = {word.strip(".,!?()\"'") for word in told.split() if has_digit(word)} - {code.lower() for code in codes}
    return any(re.sub(r"\d", "9", other) in forms for other in others)


_CODE = re.compile(
    r"#?(?=[\w/-]*\d)(?!\d+(?:st|nd|rd|th|am|pm|kg|cm|gb|mb|h|v)\b)(?!\d{1,4}$)(?!\d{1,2}[:/.-]\d{1,2}$)(?:[\w/-]{5,}|[\w/-]*[A-Z]-\d[\w/-]*|\d+-[A-Z]\w*)|https?://\S+",
    re.IGNORECASE,
)
