"""Whether two texts speak of the same things, by the telling words that both use."""

import re

MOST_OPEN = 2
"""Words of a question that an answer need not take up."""


def leaves_open(question: str, answer: str) -> bool:
    """Whether most of the telling words in a question, and more than two, have no like in the answer."""
    known = {_stem(word) for word in _WORD.findall(answer.lower())}
    for sentence in _END.split(question):
        if sentence.endswith("?"):
            telling = telling_words(sentence)
            missing = telling - known
            if len(missing) > MOST_OPEN and len(missing) * 2 > len(telling):
                return True
    return False


def telling_words(text: str, *, shortest: int = 4) -> set[str]:
    """The beginnings of the words in a lower-case text, of so many letters or more, that say what it is about."""
    words = (word for word in _WORD.findall(text) if len(word) >= shortest and word not in _COMMON)
    return {_stem(word) for word in words}


def _stem(word: str) -> str:
    return word[:5].rstrip("s")


_WORD = re.compile(r"[a-z]{3,}")
_END = re.compile(r"(?<=[.!?\n])")
_COMMON = frozenset(
    re.findall(
        r"[a-z]+",
        """
    the and for you are not can how who why did has had was its any our get got gets buy pay off one two too out all
    but yes let may see way use now new per his her him she say says own put via yet ask goes comes
    about after again also always another anybody anyone anything around because been before being both could does
    doing done down else even ever every everything from give going good guys have having hello help here just know
    like long look make many maybe mean might more most much must need once only other over people please possible
    really same shall should since some someone something soon still such sure take tell than thank thanks that their
    them then there these they thing things think this those though time under until upon very want wanted well were
    what when where whether which while will with without wonder work works would your yours days money offer happens
    later full hours months unit units kindly anybody guys half
    """,
    )
)
