"""How a plain text falls into clauses, which of them ask for something, and what in them is not meant."""

import re


def clauses_of(plain: str) -> list[str]:
    return [clause for clause in _CLAUSE_END.split(plain) if clause]


def asks(clause: str) -> bool:
    """Whether a clause asks, wishes or tells to do something."""
    return bool(_ASKING.search(clause))


def demands(clause: str) -> bool:
    """Whether a clause is a question or a request that wants an answer of its own."""
    return bool(_DEMANDS.search(clause))


def names_a_subject(clause: str) -> bool:
    """Whether a clause tells what a call is to be about."""
    return bool(_SUBJECT.match(clause))


def last_thought(plain: str) -> str:
    """What follows the last "actually" or its like; the whole text where there is none."""
    return _SECOND_THOUGHT.split(plain)[-1]


def without_refusals(plain: str) -> str:
    """The text without wishes that somebody says they do not have."""
    return _NOT_WANTED.sub(" ", plain)


_SECOND_THOUGHT = re.compile(r"(?:[.!?;,] |^)(?:no,? )?(?:actually|wait|on second thoughts?|or rather)\b,? ")
_NOT_WANTED = re.compile(
    r"\b(?:forget|never ?mind|not(?= a (?:refund|return))|not (?:want|need|ask|asking|after|looking)(?: for)?"
    r"|instead of|rather than)(?: about)?"
    r"(?: a| the| my| any| another| your)? (?:refund|return|cancellation|replacement|call ?back|call|discount|voucher"
    r"|credit|money back|money|cash)\b|\b(?:please )?do not (?:cancel|refund|return)\b|\bscrap that\b"
    r"|\bnot (?:really |actually )?(?:defective|faulty|broken|damaged)\b|\bnothing (?:is )?wrong with\b"
    r"|\b(?:not|no|do not (?:want|need)) (?:another|a new|a replacement|the same) \w+"
    r"|\bno need to (?:cancel|kill|return|refund|stop)\b"
    r"|\bdo not (?:call|phone|ring|contact) (?:me|us)(?: by phone)?|\bno (?:phone )?calls?\b"
)
_STARTS = (
    r"(?:when|where|what|how|can|could|tell|please|is|are|does|do|i|we|cancel|refund|change|check|has|have|which|who|why"
    r"|will|would|send|let|make|book|call|give|return|whether|advise|confirm|if)"
)
_CLAUSE_END = re.compile(
    rf"(?<=[.!?;\n])\s+|,? \(?\d\) |,? (?:and|also|plus|but|then)(?: also| then)? (?={_STARTS}\b)"
    rf"|, (?={_STARTS}\b|ord-)| \+ | & "
)
_ASKING = re.compile(
    r"\b(?:is|are|will|was|has|have|did|does|do|when|where|what|how|which|who|why|can|could|may|would|tell|advise"
    r"|confirm|please|pls|whether|want|need|like to|wish|know|eta|status|tracking)\b"
    r"|^\W*(?:also |and |then |just )*"
    r"(?:cancel|refund|change|check|send|let|make|book|call|give|return|stop|start|update)\b"
)
_SUBJECT = re.compile(r"\W*(?:it|this|that) is (?:about|regarding|concerning|for)\b")
_DEMANDS = re.compile(r"\?$|\b(?:can|could|would) you\b|\bplease\b")
