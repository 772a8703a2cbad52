"""How well `tone` and `style` tell replies a team would stand behind from those it would not, and what they cost.

    python benchmarks/tone.py [--data ../shared/data] [--show 20]

Rules cannot tell what is only cold, condescending or unclear; those rows are told apart.
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from measuring import DATA, Bench, grade, lines, show

SHADES = {"cold", "condescending", "unclear"}
"""Labels that rules do not decide."""
KINDS = {
    "premature or reflexive apology": ({"premature_apology", "reflexive_apology"}, None),
    "emoji or exclamation": ({"emoji_or_exclaim"}, {"emoji", "exclamation"}),
    "shorthand": ({"shorthand"}, {"shorthand"}),
    "excess apology": ({"excess_apology"}, {"excess_apology", "repeated_apology"}),
    "too casual": ({"too_casual"}, {"too_casual"}),
    "wall of text": ({"wall_of_text"}, {"wall_of_text"}),
    "condescending": ({"condescending"}, {"condescending"}),
    "cold": ({"cold"}, {"missing_apology"}),
}  # fmt: skip
BARS = {"premature or reflexive apology": 0.9, "emoji or exclamation": 0.95, "shorthand": 0.95}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--show", type=int, default=0, help="examples of what is told wrongly, so many of each kind")
    arguments = parser.parse_args()
    if not (arguments.data / "labelled" / "tone.jsonl").is_file():
        sys.exit(f"no labelled replies in {arguments.data}; name the folder with --data")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(arguments.data, Path(folder), arguments.show)
        labelled(bench)
    show(bench.table)


def labelled(bench: Bench) -> None:
    path = bench.data / "labelled" / "tone.jsonl"
    rows = list(lines(path))
    told = {line["id"]: line for line in grade(bench, "tone,style", [path], "--last")}
    codes = {row["id"]: found(told[row["id"]], {"error", "warn"}) for row in rows}
    failed = {row["id"]: bool(found(told[row["id"]], {"error"})) for row in rows}
    plain = [row for row in rows if not shades_only(row)]
    bench.bar(
        "acceptable, kappa where rules decide",
        kappa([(row["acceptable"], not failed[row["id"]]) for row in plain]),
        0.75,
        form=".3f",
    )
    bench.bar(
        "acceptable, kappa over all",
        kappa([(row["acceptable"], not failed[row["id"]]) for row in rows]),
        0.5,
        form=".3f",
    )
    bench.say("kappa over all, warnings counted", f"{kappa([(r['acceptable'], not codes[r['id']]) for r in rows]):.3f}")
    for kind, (labels, other) in KINDS.items():
        wanted = other or labels
        of_kind(
            bench,
            kind,
            [(row, any(row["labels"][one] for one in labels), bool(codes[row["id"]] & wanted)) for row in rows],
        )
    bench.errors(
        "acceptable, and failed",
        [
            f"{r['id']} {r['cohort']} {sorted(codes[r['id']])} {said(r)}"
            for r in rows
            if r["acceptable"] and failed[r["id"]]
        ],
    )
    bench.errors(
        "not acceptable, and passed",
        [
            f"{r['id']} {r['cohort']} {sorted(k for k, v in r['labels'].items() if v)} {said(r)}"
            for r in rows
            if not r["acceptable"] and not failed[r["id"]]
        ],
    )


def of_kind(bench: Bench, kind: str, pairs: list[tuple[dict, bool, bool]]) -> None:
    counts = Counter((label, hit) for _, label, hit in pairs)
    right = counts[True, True]
    precision = right / (right + counts[False, True]) if right + counts[False, True] else 1.0
    recall = right / (right + counts[True, False]) if right + counts[True, False] else 1.0
    for name, value in (("precision", precision), ("recall", recall)):
        if kind in BARS:
            bench.bar(f"{kind}, {name}", value, BARS[kind])
        else:
            bench.say(f"{kind}, {name}", f"{value:.2%}")
    bench.errors(
        f"{kind}: missed or wrong",
        [
            f"{row['id']} {row['cohort']} {'missed' if label else 'wrong'}: {said(row)}"
            for row, label, hit in pairs
            if label != hit
        ],
    )


def found(line: dict, severities: set[str]) -> set[str]:
    return {
        one["code"]
        for verdict in line["verdicts"].values()
        for one in verdict["findings"]
        if one["severity"] in severities
    }


def shades_only(row: dict) -> bool:
    true = {name for name, value in row["labels"].items() if value}
    return bool(true) and true <= SHADES


def kappa(pairs: list[tuple[bool, bool]]) -> float:
    """Cohen's, of two yes-or-no judgements."""
    total = len(pairs)
    agreed = sum(one == other for one, other in pairs) / total
    yes = [sum(pair[side] for pair in pairs) / total for side in (0, 1)]
    chance = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def said(row: dict) -> str:
    *before, last = row["messages"]
    return f"| {before[-1]['content']} || {last['content']}"


if __name__ == "__main__":
    main()
