"""How often intervals of judge cards hold what they are about, and whether corrected rates are right on average.

Prints the table of docs/calibration.md: python benchmarks/calibration.py [TRIES]. About 8 ms a try and row.
"""

import random
import sys
from datetime import UTC, datetime

from evalsuite.calibration import calibrate, corrected
from evalsuite.domain.calibration import Label

ROWS = (
    # true pass rate, TPR, TNR, share of abstains, verdicts, labels
    (0.88, 0.95, 0.70, 0.00, 500, 200),
    (0.80, 0.90, 0.85, 0.00, 1000, 200),
    (0.60, 0.97, 0.60, 0.10, 800, 250),
    (0.95, 0.98, 0.90, 0.00, 500, 200),
)
AT = datetime(2026, 1, 1, tzinfo=UTC)


def judged(chance, passing, tpr, tnr, abstains):
    human = chance.random() < passing
    right = chance.random() < (tpr if human else tnr)
    judge = "abstain" if chance.random() < abstains else "pass" if human == right else "fail"
    return "pass" if human else "fail", judge


def simulate(row, tries):
    passing, tpr, tnr, abstains, verdicts, labels = row
    agreed, by_chance = passing * tpr + (1 - passing) * tnr, passing * tpr + (1 - passing) * (1 - tnr)
    expected = passing * by_chance + (1 - passing) * (1 - by_chance)
    truth = {"kappa": (agreed - expected) / (1 - expected), "tpr": tpr, "tnr": tnr}
    held, naive, right = dict.fromkeys((*truth, "rate"), 0), 0.0, 0.0
    for seed in range(tries):
        chance = random.Random(seed)
        said = [judged(chance, passing, tpr, tnr, abstains) for _ in range(verdicts)]
        told = [
            Label(run="r", case_id=str(n), grader="g", fingerprint="judge-1", human=human, judge=judge)
            for n, (human, judge) in enumerate(said[:labels])
        ]
        [card] = calibrate(told, at=AT)
        for name, true in truth.items():
            interval = getattr(card.rates, f"{name}_interval")
            held[name] += interval is not None and interval.low <= true <= interval.high
        rate = corrected("r", told, {(str(n), 1): judge for n, (_, judge) in enumerate(said)})
        held["rate"] += rate.interval.low <= passing <= rate.interval.high
        naive, right = naive + (rate.naive - passing) / tries, right + (rate.value - passing) / tries
    return {name: count / tries for name, count in held.items()}, 100 * naive, 100 * right


def main():
    tries = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print("| passes | TPR | TNR | abstains | verdicts | labels | κ | TPR | TNR | corrected | judge off | corrected |")
    print("| --- " * 12 + "|")
    for row in ROWS:
        held, naive, right = simulate(row, tries)
        shares = (f"{100 * held[name]:.1f} %" for name in ("kappa", "tpr", "tnr", "rate"))
        passing, tpr, tnr, abstains, verdicts, labels = row
        told = (f"{passing:.0%}", f"{tpr:.0%}", f"{tnr:.0%}", f"{abstains:.0%}", verdicts, labels, *shares)
        print(f"| {' | '.join(map(str, told))} | {naive:+.2f} | {right:+.2f} |")


if __name__ == "__main__":
    main()
