"""How long it takes to find near copies among many tickets, how much memory, and how many are found.

python benchmarks/dedupe.py [TICKETS]    (100000 unless told; seeded, so two runs see the same tickets)
"""

import random
import resource
import sys
import time

from evalsuite.similarity import groups

NOUNS = [
    "parcel",
    "invoice",
    "kettle",
    "router",
    "booking",
    "jacket",
    "plan",
    "charger",
    "flight",
    "meter",
    "desk",
    "voucher",
    "seat",
    "pass",
    "camera",
    "lamp",
]
VERBS = [
    "arrived",
    "vanished",
    "broke",
    "stopped",
    "changed",
    "doubled",
    "expired",
    "failed",
    "leaked",
    "rattled",
    "froze",
    "returned",
]
PLACES = [
    "Harrowgate",
    "Millbrook",
    "Oakham",
    "Stonefield",
    "Westbury",
    "Larkhill",
    "Fenwick",
    "Thornby",
    "Ashdown",
    "Kirkwall",
]
FILL = [
    "yesterday",
    "again",
    "since",
    "because",
    "nobody",
    "told",
    "me",
    "about",
    "it",
    "and",
    "the",
    "website",
    "shows",
    "something",
    "else",
    "entirely",
    "while",
    "your",
    "chat",
    "keeps",
    "asking",
    "for",
    "details",
    "that",
    "i",
    "have",
    "given",
    "twice",
    "already",
    "so",
    "please",
    "have",
    "a",
    "look",
    "and",
    "come",
    "back",
    "to",
    "me",
    "soon",
    "thanks",
    "order",
    "number",
    "date",
    "price",
    "colour",
    "window",
    "evening",
    "morning",
    "manager",
    "letter",
    "phone",
    "app",
    "screen",
    "code",
    "door",
    "neighbour",
]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    generator = random.Random(7)
    texts, origin = [], []
    for number in range(count):
        if number and generator.random() < 0.2:
            source = generator.randrange(len(texts))
            texts.append(_changed(texts[source], generator))
            origin.append(origin[source])
        else:
            texts.append(_fresh(generator))
            origin.append(number)
    wall, cpu = time.perf_counter(), time.process_time()
    found = groups(texts)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    group_of = {member: place for place, members in enumerate(found) for member in members}
    copies = [number for number in range(count) if origin[number] != number]
    together = sum(group_of[number] == group_of[origin[number]] for number in copies)
    pure = sum(len({origin[member] for member in members}) == 1 for members in found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} tickets, {len(found)} groups in {wall:.1f} s ({cpu:.1f} s of CPU), peak {peak:.0f} MB")
    print(f"near copies found: {together / len(copies):.3f}; groups of one origin: {pure / len(found):.3f}")


def _fresh(generator: random.Random) -> str:
    words = [generator.choice(FILL) for _ in range(34)]
    words[3:3] = [
        generator.choice(NOUNS),
        generator.choice(VERBS),
        generator.choice(PLACES),
        f"ORD-{generator.randrange(10**6):06}",
    ]
    return " ".join(words)


def _changed(text: str, generator: random.Random) -> str:
    words = text.split()
    for _ in range(generator.randint(0, 3)):
        words[generator.randrange(len(words))] = generator.choice(FILL)
    return " ".join(words)


if __name__ == "__main__":
    main()
