"""What a plain text says without meaning it as a wish: taken back, merely supposed, threatened, or of another kind."""

import re

from evalsuite.example.alex_tidy import orders_in
from evalsuite.example.products import find_products


def without_asides(plain: str) -> str:
    """The text without suppositions, threats and courtesies whose words look like wishes."""
    return _ASIDE.sub(" ", _WHY_CANCELLED.sub(" status ", plain))


def without_retracted(plain: str) -> str:
    """The text without the orders and products that it takes back in the same breath for others."""
    for turn in reversed(list(_TURN.finditer(plain))):
        before, after = plain[: turn.start()], plain[turn.end() :]
        if orders_in(before) and orders_in(after):
            before = _ORDER.sub(" ", before)
        if find_products(before) and find_products(after):
            before = _without_products(before)
        plain = before + turn.group() + after
    spared = _SPARED.sub(" ", plain)
    plain = spared if orders_in(spared) else plain
    kept = _KEPT.sub(_if_one_is_left(plain), plain)
    return kept if find_products(kept) else plain


def taken_back(orders: tuple[str, ...], plain: str) -> tuple[str, ...]:
    """The orders of a message that it does not take back in favour of others; all where it takes back none."""
    left = {f"ORD-{found[1]}" for found in orders_in(without_retracted(plain))}
    return tuple(order for order in orders if order in left) or orders


def rules_asked(plain: str, *, ordered: bool) -> list[str]:
    """The clauses that suppose a case or, beside an order, ask about things in general, and name no order."""
    general = _GENERAL if ordered else _SUPPOSED
    return [clause for clause in _CLAUSE.split(plain) if general.search(clause) and not orders_in(clause)]


_ORDER = re.compile(r"\bord-\d{2,12}\b")
_TURN = re.compile(
    r"\b(?:correction|excuse me|i misread|hang on|hold on|scrap that|scratch that|i mean|i meant|make that|my mistake"
    r"|sorry,? not|(?<=[.!?,;-] )wait)\b(?!,? (?:also|and|until|till|for|to|about))"
)
_SPARED = re.compile(r"\b(?:keep|leave|not)(?: the| my)?(?: order)? ord-\d{2,12}\b")
_KEPT = re.compile(
    r"\b(?:sorry,? )?not the ([\w-]+(?: [\w-]+)?)(?=[,.;]| (?:but|in|from|and)\b)"
    r"|\bkeep(?:ing)? (?:the|my) ([\w-]+(?: [\w-]+)?)(?=[,.;]| and\b|$)"
    r"|\b(?:the )?([\w-]+(?: [\w-]+)?)(?: (?:in|from) ord-\d+)?(?:'s| is| are) "
    r"(?:fine|ok|okay|all right|good|working)\b"
    r"|(?:^|(?<=[.,;!] ))(?:the )?([\w-]+)(?: itself)? works(?: fine| ok)?(?=[.,;!])"
)


def _if_one_is_left(plain: str) -> "_Drop":
    return _Drop(len(find_products(plain)) > 1)


class _Drop:
    """Takes a phrase out where it names a product and the text names another."""

    def __init__(self, several: bool) -> None:  # one flag, named where it is made
        self._several = several

    def __call__(self, found: re.Match[str]) -> str:
        named = next(group for group in found.groups() if group)
        return " " if self._several and find_products(named) else found.group()


def _without_products(text: str) -> str:
    for product in find_products(text):
        for word in sorted({product.name.lower(), product.sku.lower(), *product.words}, key=len, reverse=True):
            text = re.sub(rf"(?<![\w-]){re.escape(word)}s?(?![\w-])", " ", text)
    return text


_ASIDE = re.compile(
    r"\b(?:should|if|in case of|were) (?:an?|any|some) (?:\w+ )?(?:defect|fault|problem|damage)\b[^.!?\n]*"
    r"|\b(?:i am|i will|we will|we are|going to)\b[^.!?\n]{0,40}\b(?:chargeback|dispute)\b[^.!?\n]{0,40}\bunless\b"
    r"|\b(?:that|this|it) is (?:a |plain |outright )?(?:fraud|theft|a scam)\b"
    r"|\bconfirm (?:the )?receipt of (?:this|my|the) (?:request|letter|message|e-?mail)\b"
    r"|\b(?:thanks?|thank you|thx|cheers) for (?:(?:the|your|all|so|my|that|again|help|quick\w*|fast) )*\w+[^.,!?;\n]*"
    r"|\b(?:does|do|will|can|would|could) (?:it|they|this|these|the \w+)[^.!?\n]{0,20}\b(?:hot|warm|burn|overheat)\b"
    r"|\bas (?:discussed|agreed|mentioned|promised)\b[^,.;!?\n]{0,30}"
    r"|^\W*(?:ok|okay|no|oh)?,? ?(?:hold on|hang on|wait|one (?:moment|sec\w*))\b(?=,| (?:would|will|do|is|how|what))"
    r"|\bnoise.?cancel\w*"
    r"|\b(?:sleep|activity|fitness|step|eye|head|heart rate) tracking\b"
)
_WHY_CANCELLED = re.compile(r"\bwhy (?:did|have|has|was|were|is|would) [^.!?\n]{0,30}cancel\w*")
_CLAUSE = re.compile(r"[.!?;\n]+\s+|,? (?=\d\) )|, and (?=can|do|does|if|how|what|is)")
_SUPPOSED = re.compile(
    r"\bwhat (?:if|happens (?:if|when))\b|\bif (?:my|the|a|an|it|they) (?:\w+ )?"
    r"(?:arrives?|comes?|is|are|gets?) (?:damaged|broken|faulty|defective|lost)"
    r"|\bif (?:i|we|someone|my \w+) (?:buy|order|purchase|get|bought|ordered|send|return|give)\b"
    r"[^.!?]*\b(?:return|back|keep)"
)
_GENERAL = re.compile(
    r"\b(?:if i|if we|once i|once we|after i)\b[^.!?]*\b(?:return|send|sending|keep|give|bring)\b"
    r"|\b(?:return|take back|send back|exchange) (?:a|an|something|things|items|stuff)\b"
    r"|\bdo (?:you|u) (?:guys )?(?:take|accept)\b[^.!?]*\b(?:back|returns?)\b"
)
