"""What tickets are about, by the words they share: themes for triage, each named by its telling words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from evalsuite.privacy.names import no_names
from evalsuite.similarity import normalised

_ROUNDS = 12
_SAMPLE = 20_000
"""Texts the themes are learnt from; all are then put to one."""
_VOCABULARY = 20_000
_LABEL = 5
_LEAST_IN, _MOST_IN = 2, 0.5
"""In how many texts a word stands that counts: at least two, at most half of them."""
_FEW = 20
"""Texts of which every word counts."""
NONE = "(no words)"


class Themes:
    """Themes learnt from texts; `of` names the theme of any text."""

    def __init__(
        self, words: dict[str, int], rarity: NDArray[np.float64], centres: NDArray[np.float64], labels: Sequence[str]
    ) -> None:
        self._words, self._rarity, self._centres = words, rarity, centres
        self.labels = tuple(labels)
        """What the themes are called: up to five telling words, the most telling first."""

    def of(self, texts: Sequence[str]) -> list[str]:
        """Each text's theme; "(no words)" where none of its words is known."""
        rows = _rows([_words(text) for text in texts], self._words, self._rarity)
        if not self.labels:
            return [NONE] * len(texts)
        likeness = np.asarray(rows @ self._centres.T)
        best = likeness.argmax(axis=1)
        return [self.labels[place] if likeness[row, place] > 0 else NONE for row, place in enumerate(best)]


def learn_themes(texts: Sequence[str], *, count: int | None = None, seed: int = 0) -> Themes:
    """Themes of texts, `count` of them or as many as the root of half their number; the same for the same seed."""
    generator = np.random.default_rng(seed)
    chosen = (
        sorted(generator.choice(len(texts), _SAMPLE, replace=False).tolist())
        if len(texts) > _SAMPLE
        else range(len(texts))
    )
    read = [_words(texts[index]) for index in chosen]
    seen = Counter(word for words in read for word in set(words))
    few = len(read) <= _FEW
    known = [word for word, times in seen.items() if few or _LEAST_IN <= times <= _MOST_IN * len(read)]
    common = sorted(known, key=lambda word: (-seen[word], word))
    words = {word: place for place, word in enumerate(common[:_VOCABULARY])}
    rarity = np.log((1 + len(read)) / (1 + np.array([seen[word] for word in words], dtype=float))) + 1
    rows = _rows(read, words, rarity)
    full = rows[np.flatnonzero(np.diff(rows.indptr))]
    wanted = min(count or max(1, round((len(read) / 2) ** 0.5)), full.shape[0])
    if not wanted:
        return Themes(words, rarity, np.zeros((0, len(words))), ())
    centres = _clustered(full, wanted, generator)
    return Themes(words, rarity, centres, _labels(centres, list(words)))


def _clustered(rows: csr_matrix, count: int, generator: np.random.Generator) -> NDArray[np.float64]:
    """Centres of length 1, by k-means on the angle between texts; each new start is far from those before it."""
    chosen = [int(generator.integers(rows.shape[0]))]
    nearest = np.asarray((rows @ rows[chosen[0]].T).todense()).ravel()
    for _ in range(count - 1):
        distance = np.clip(1 - nearest, 0, None) ** 2
        total = distance.sum()
        pick = (
            int(generator.choice(len(distance), p=distance / total))
            if total > 0
            else int(generator.integers(len(distance)))
        )
        chosen.append(pick)
        nearest = np.maximum(nearest, np.asarray((rows @ rows[pick].T).todense()).ravel())
    centres: NDArray[np.float64] = rows[chosen].toarray()
    for _ in range(_ROUNDS):
        best = np.asarray(rows @ centres.T).argmax(axis=1)
        members = csr_matrix((np.ones(len(best)), (best, np.arange(len(best)))), shape=(len(centres), rows.shape[0]))
        sums = (members @ rows).toarray()
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        updated = np.where(lengths > 0, sums / np.where(lengths > 0, lengths, 1), centres)
        if np.allclose(updated, centres):
            break
        centres = updated
    return centres


def _labels(centres: NDArray[np.float64], words: Sequence[str]) -> list[str]:
    """Each theme's words that weigh more in it than in the others; a number behind those that would be the same."""
    rest = centres.mean(axis=0)
    found: list[str] = []
    for centre in centres:
        order = np.argsort(-(centre - rest), kind="stable")[:_LABEL]
        label = " ".join(words[place] for place in order if centre[place] > 0) or NONE
        same = sum(one == label or one.startswith(f"{label} (") for one in found)
        found.append(f"{label} ({same + 1})" if same else label)
    return found


def _rows(read: Sequence[Sequence[str]], words: dict[str, int], rarity: NDArray[np.float64]) -> csr_matrix:
    starts: list[int] = [0]
    places: list[int] = []
    weights: list[float] = []
    for text in read:
        counted = Counter(words[word] for word in text if word in words)
        weighed = np.array([(1 + np.log(times)) * rarity[place] for place, times in counted.items()])
        places += list(counted)
        weights += (weighed / np.linalg.norm(weighed)).tolist() if len(weighed) else []
        starts.append(len(places))
    return csr_matrix((weights, places, starts), shape=(len(read), len(words)))


def _words(text: str) -> list[str]:
    plain = no_names()
    return [
        word for word in normalised(text).split() if len(word) > 2 and word not in plain and not word.startswith("0")
    ]
