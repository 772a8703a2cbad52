"""How long and how hard to read a reply is: words, sentences, paragraphs, questions, school years."""

from __future__ import annotations

import string
from dataclasses import dataclass

from evalsuite.domain.reading import TextView

_NO_LETTERS = dict.fromkeys(map(ord, string.whitespace + string.punctuation + "–—…“”‘’¿¡•"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    words: int
    sentences: int
    """Of prose; list items, rows and headings are none."""
    prose_words: int
    letters: int
    """Of prose; digits count."""
    questions: int
    longest_paragraph: tuple[int, int, int]
    """Its words, and where it begins and ends in the view's text."""
    first: tuple[int, int]
    """The first sentence or item; empty where there is none."""

    @property
    def sentence_words(self) -> float:
        """Words in a sentence, on average; 0 without prose."""
        return self.prose_words / self.sentences if self.sentences else 0.0

    @property
    def grade(self) -> float | None:
        """School years it takes: the mean of the Automated Readability Index and of Coleman and Liau's.

        None for fewer than 30 words of prose, where either says little.
        """
        if self.prose_words < 30:
            return None
        long, short = self.letters / self.prose_words, self.sentences / self.prose_words
        ari = 4.71 * long + 0.5 * self.sentence_words - 21.43
        coleman_liau = 5.88 * long - 29.6 * short - 15.8
        return (ari + coleman_liau) / 2


def measured(view: TextView) -> Measures:
    """A reply's measures; code counts for none of them."""
    text = view.text
    words = prose = sentences = letters = questions = 0
    longest = (0, 0, 0)
    running, begun, last = 0, 0, -1
    first = (0, 0)
    for block in view.blocks:
        if block.kind == "code":
            running, last = 0, -1
            continue
        said = text[block.start : block.end]
        found = len(said.split())
        words += found
        questions += "?" in said
        if block.kind in {"sentence", "item"} and first == (0, 0):
            first = (block.start, block.end)
        if block.kind != "sentence":
            running, last = 0, -1
            continue
        prose += found
        sentences += 1
        letters += len(said.translate(_NO_LETTERS))
        if last < 0 or "\n" in text[last : block.start]:
            running, begun = 0, block.start
        running, last = running + found, block.end
        longest = max(longest, (running, begun, block.end))
    return Measures(
        words=words,
        sentences=sentences,
        prose_words=prose,
        letters=letters,
        questions=questions,
        longest_paragraph=longest,
        first=first,
    )
