"""Which failure a ticket tells of: by the kind of words at fault, and by what customer and staff say against them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from evalsuite.domain.labels import BadReply, Clue, FailureMode
from evalsuite.domain.ticket import Ticket
from evalsuite.reading.claims import claims
from evalsuite.reading.text import view
from evalsuite.reading.tokens import has_digit
from evalsuite.tickets.about import Said, clue
from evalsuite.tickets.wording import Wording

_STAFF = 1.5
"""How much more staff's words weigh than the customer's: they have looked it up."""


def failure_clues(
    ticket: Ticket, said: Sequence[Said], reply: BadReply | None, words: Wording
) -> Iterator[tuple[Clue, float]]:
    """What speaks for each failure mode, with its weight."""
    against = [each for each in said if each.index is None or each.staff or each.index == 0 or each.last]
    for each in against:
        seen: set[re.Pattern[str]] = set()
        for one in each.sentences:
            for mode, patterns in words.modes.items():
                for pattern, weight in patterns:
                    if pattern not in seen and pattern.search(one.own):
                        seen.add(pattern)
                        yield clue(each, one, mode, "as such failures are told"), weight * (_STAFF if each.staff else 1)
    if reply:
        told = " ".join(one.small for each in against for one in each.sentences)
        told = told.replace(reply.quote.lower(), " ")
        for mode, weight, why in _by_reply(ticket, reply, told):
            yield (
                Clue(
                    kind="words", mode=mode, quote=reply.quote[:300], message=reply.message, start=reply.start, why=why
                ),
                weight,
            )


def _by_reply(ticket: Ticket, reply: BadReply, told: str) -> Iterator[tuple[FailureMode, float, str]]:
    """What the words at fault are, beside what is told of them."""
    quote, small = reply.quote, reply.quote.lower()
    codes = [
        word.strip(".,!?()\"'")
        for word in quote.split()
        if has_digit(word) and len(word.strip(".,!?()\"'")) > 4 and not _AMOUNT.search(word)
    ]
    if _LEAKED.search(quote):
        yield "leaked_context", 4.0, "the words are not for customers"
    if _GREETED.search(quote) and _NOT_ME.search(told):
        yield "leaked_context", 4.0, "the words are to somebody else"
    whole = (
        ticket.messages[reply.message].text
        if reply.message is not None and ticket.messages[reply.message].role == "bot"
        else quote
    )
    done = bool(_DONE.search(whole)) or bool(claims(view(whole), "en"))
    if done:
        if _turned(codes, told):
            yield "hallucinated_id", 3.5, "the number is another with its digits turned"
        elif _OTHER_THING.search(told) or _other_code(codes, told):
            yield "wrong_tool_call", 3.0, "it was done to another thing than was asked for"
        elif _UNDONE.search(told):
            yield "phantom_action", 3.0, "nothing was done"
    if (
        codes
        and not (done and _OTHER_THING.search(told))
        and (_UNKNOWN.search(told) or (not done and _other_code(codes, told)))
    ):
        yield "hallucinated_id", 3.5 if not done else 2.5, "the number is not known"
    if _EMOJI.search(quote) or _SCOLDS.search(small):
        yield "wrong_tone", 3.0, "the tone of the words"
    if _CAN.search(small) and not done:
        yield "hallucinated_capability", 3.0, "it offers what it does not do"
    if _RULE.search(small) and not done:
        yield "wrong_policy", 2.5, "the words tell a rule"
    spoken = Counter(one.text.strip() for one in ticket.messages if one.role == "bot")
    if spoken[quote.strip()] > 1 or any(count > 1 and quote.strip() in text for text, count in spoken.items()):
        yield "other", 2.0, "the assistant repeats itself"
    if not done and not _CAN.search(small):
        yield "wrong_answer", 1.9, "the words tell a fact"


def _turned(codes: Sequence[str], told: str) -> bool:
    """Whether a code stands against one of these that has the same characters in another order."""
    others = {word.strip(".,!?()\"'") for word in told.split() if has_digit(word)}
    own = {code.lower() for code in codes}
    return any(sorted(other) == sorted(code) for other in others - own for code in own)


def _other_code(codes: Sequence[str], told: str) -> bool:
    """Whether another code of the same form is named against one of these."""
    forms = {re.sub(r"\d", "9", code.lower()) for code in codes}
    others = {word.strip(".,!?()\"'") for word in told.split() if has_digit(word)} - {code.lower() for code in codes}
    return any(re.sub(r"\d", "9", other) in forms for other in others)


_AMOUNT = re.compile(
    r"[$€£%]|\d\.\d\d\b|\d(?:st|nd|rd|th|am|pm|kg|cm|mb|gb)\b|\d:\d\d|\d{1,2}-\d{1,2}\b(?!-)", re.IGNORECASE
)
_DONE = re.compile(
    r"\bI(?:'ve|’ve| have)(?: now| just| already| also| successfully)? "
    r"(?!found|checked|received|noted|understood|seen|looked|got|heard|read|tried|had|been|no)"
    r"(?:\w{2,}ed|put|set|sent|made|split|cut|paid|given|taken|begun|withdrawn|undone|let)\b"
    r"|\bis (?:now )?(?:active|closed|open|paused|on its way|set up|booked|reserved|confirmed|cancel+ed)\b"
    r"|^(?:done|all (?:set|done)|sorted)\b|\b(?:is|are) now\b|\b(?:has|have) been \w+ed\b",
    re.IGNORECASE,
)
_LEAKED = re.compile(
    r"\b(?:agent|staff|team|handler|operator|csr)[ -]?(?:note|memo|only)s?\b|\bnote to (?:agent|self|"
    r"staff)|\binternal\b|\byou are an? (?:\w+ )?(?:support|assistant|agent|helpful)|"
    r"\bnever (?:mention|"
    r"reveal|tell|say)\b|\bdo not (?:offer|tell|mention|reveal|disclose|share)\b"
    r"|\btools?:|system prompt|churn|risk score|\{\s*\"|\bcustomer_\w+|staff only|confidential",
    re.IGNORECASE,
)
_GREETED = re.compile(r"\b(?:Hello|Hi|Dear|for|of|to|Mr|Ms|Mrs)\.? (?:Mr\.? |Ms\.? |Mrs\.? )?[A-Z][a-z]+")
_NOT_ME = re.compile(
    r"not (?:me|her|him|my name|mine|us)\b|somebody else|someone else|another (?:customer|person)|"
    r"who (?:is|are)|stranger|i am not|i'm not|other (?:people|person|customer)"
)
_OTHER_THING = re.compile(
    r"\b(?:wrong|instead|not (?:the|that) one|i (?:said|asked|wanted|meant|wrote|gave|told)|"
    r"asked (?:to|for|you)|only (?:asked|wanted)|my other|was called with|called with|different|"
    r"never (?:asked|wanted|agreed)|without asking|did ?n[o']t (?:ask|want)|quantity|reinstated|"
    r"back to|down to|changed to|by hand)\b"
)
_UNDONE = re.compile(
    r"\b(?:no \w+|never|nothing|nobody|not|\w+n't|(?:did|was|is|has|were|does)nt|still|error|failed|"
    r"empty|(?:was|got|were) (?:just |still |again )?(?:billed|charged|debited|invoiced)|"
    r"returned \d{3}|time(?:d )?out|waiting|then why|lied|who)\b"
)
_UNKNOWN = re.compile(
    r"\b(?:invalid|unknown|(?:does ?n[o']t|doesnt|do ?n[o']t|never) (?:work|exist|resolve|open|load|"
    r"register\w*)|not (?:found|exist|known|valid|mine|my|our)|there (?:is|was) no|no such|"
    r"never (?:registered|existed|issued)|could ?n[o']t find|ca ?n[o']t find|cannot find|cant find|"
    r"found nothing|made up|invented|fake|correct (?:number|one|code|reference)|someone else|"
    r"thats not my|404|dead|is not in|wrong (?:number|code|reference|meter|id))\b"
)
_EMOJI = re.compile(
    r"[\U0001F300-\U0001FAFF\u2600-\u27bf]|!.*!|\b(?:oops\w*|yay|woo+|awesome|lol|haha)\b", re.IGNORECASE
)
_SCOLDS = re.compile(
    r"\b(?:any \w+ (?:customer|person|user|one)|as (?:i|we) (?:already |have )?(?:said|told|"
    r"explained|mentioned)|should have|you (?:clearly|obviously|must have|failed|forgot|"
    r"did ?n[o']t read)|obviously|clearly|simply|calm down|not my (?:problem|fault|job)|next time|"
    r"read (?:the|your)|pay attention|try to|everyone knows|common sense|good for you|whatever|"
    r"deal with|your own fault|dear(?:ie|y)|sweetie|honey|buddy|mate|dude|cheer up|relax)\b"
)
_CAN = re.compile(
    r"\b(?:i can\b(?! only| see|'t)|i am able to|i'm able to|i will\b|i'll\b|we will\b|we'll\b|(?:a |"
    r"an |our )?(?:colleague|specialist|manager|technician|agent|team|someone|somebody|supervisor|"
    r"engineer|expert) (?:will|is going to|can)|will (?:call|contact|ring|phone|reach) you|you(?:'ll|"
    r" will) (?:get|receive) a (?:call|callback)|let me (?:transfer|connect|call|monitor|watch)|"
    r"i(?:'m| am) (?:monitoring|watching|keeping))"
)
_RULE = re.compile(
    r"\b(?:polic\w+|return(?:s|ed)? (?:any|it|within|are|is|the)|can return|refund(?:s|able)?|"
    r"non-?refundable|fees?|discount|\d+ ?%|within \d+ (?:days|weeks|months|hours)|\d+[- ]days?|"
    r"warranty|guarantee|entitled|eligible|allowed|waive\w*|compensat\w+|free of charge|deposit|"
    r"deductible|notice|cancel (?:any ?time|free)|penalty|for free|voucher|price match|loyal)\b"
)
