"""Whether a text holds what a question is about, by the words that both use."""

import re

MOST_OPEN = 2
"""Words of a question that an answer need not take up."""


def leaves_open(question: str, answer: str) -> bool:
    """Whether most of the telling words in a question, and more than two, have no like in the answer."""
    known = {_stem(word) for word in _WORD.findall(answer.lower())}
    for sentence in _END.split(question):
        if not sentence.endswith("?"):
            continue
        telling = {_stem(word) for word in _WORD.findall(sentence) if word not in _COMMON}
        missing = telling - known
        if len(missing) > MOST_OPEN and len(missing) * 2 > len(telling):
            return True
    return False


def _stem(word: str) -> str:
    return word[:5]


def _words(text: str) -> list[str]:
    return text.split()


_WORD = re.compile(r"[a-z]{4,}")
_END = re.compile(r"(?<=[.!?\n])")
_COMMON = frozenset(
    _words("""
    about after again also always another anybody anyone anything around because been before being both could does
    doing done down else even ever every everything from give going good guys have having hello help here just know
    like long look make many maybe mean might more most much must need once only other over people please possible
    really same shall should since some someone something soon still such sure take tell than thank thanks that their
    them then there these they thing things think this those though time under until upon very want wanted well were
    what when where whether which while will with without wonder work works would your yours days money offer happens
    """)
)
