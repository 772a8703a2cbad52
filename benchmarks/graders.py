"""What the graders `ids` and `claims` find, and find wrongly: the figures they are held to, each beside its bar.

    python benchmarks/graders.py
    python benchmarks/graders.py --only claims,sentences --errors 20

It needs the folder of labelled conversations (`--data`); with `--keep FOLDER` the benchmark sets and the verdicts stay
there, and sets that are there already are not written again. No setting and no workspace is used.
"""

import argparse
import asyncio
import collections
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import twins
from measuring import DATA, Bench, conversations, grade, lines, places, read_aloud, show

from evalsuite.conversations.lines import open_conversations
from evalsuite.conversations.recorded import read_conversations
from evalsuite.domain.case import GraderSpec
from evalsuite.judging import judge
from evalsuite.workspace import open_workspace

WEAK = "gemma"
"""Models with this in their name invent so much that they are left out of what is counted on untouched replies."""


CONTESTED = Path(__file__).parent / "contested.jsonl"
"""Rows of the benchmarks whose label, once read, is thought to be wrong."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts, commas between: {', '.join(PARTS)}")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--contested", type=Path, default=CONTESTED, help="JSON lines: a sample_id, and the reason")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="show the first N of each kind of error")
    arguments = parser.parse_args()
    unknown = set(arguments.only.split(",")) - set(PARTS)
    if unknown or not arguments.data.is_dir():
        sys.exit(f"no part {', '.join(unknown)}" if unknown else f"no data at {arguments.data}; name it with --data")
    with tempfile.TemporaryDirectory() as folder:
        keep = arguments.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        contested = lines(arguments.contested) if arguments.contested.is_file() else ()
        bench = Bench(
            arguments.data.resolve(),
            keep.resolve(),
            arguments.errors,
            contested={row["sample_id"]: row["reason"] for row in contested},
        )
        for part in arguments.only.split(","):
            PARTS[part](bench)
    show(bench.table)


# -- the benchmarks of labelled replies


def ids_benchmark(bench: Bench) -> None:
    rows, flags = graded_benchmark(bench, "ids")
    counts(bench, "ids", rows, flags, f1=0.995, false_alarms=0.001)
    recall(bench, "ids, cut short", [row for row in rows if row["variant"] == "truncate"], flags, 0.98)
    letters = [row for row in rows if row["label"] and row.get("mutated", "").isalpha()]
    recall(bench, "ids, codes of letters alone", letters, flags, 0.98)


def claims_benchmark(bench: Bench) -> None:
    rows, flags = graded_benchmark(bench, "claims")
    counts(bench, "claims", rows, flags, f1=0.94, false_alarms=0.015)
    families = {
        "calls deleted or failed": (("call_deleted", "call_errored"), 0.92, 0.95),
        "one of several": (("one_of_several_deleted",), 0.85, 0.85),
        "no such tool": (("injected_no_such_tool",), 0.95, 0.95),
        "natural": (("natural_phantom",), 0.90, 0.90),
    }
    for name, (variants, bar, after) in families.items():
        of_family = [row for row in rows if row["variant"] in variants]
        recall(bench, f"claims, {name}", of_family, flags, bar, after=after)
    clean = [row for row in rows if row["variant"] == "twin_unmodified"]
    flagged = sum(flags[row["sample_id"]] for row in clean)
    bench.bar("claims, clean twins flagged", flagged / len(clean), 0.01, most=True)


def graded_benchmark(bench: Bench, name: str) -> tuple[list[dict], dict[str, bool]]:
    """The benchmark's rows, and which of them were flagged, by sample id."""
    rows = list(lines(bench.data / "benchmarks" / f"{name}.jsonl.gz"))
    path = bench.keep / f"bench_{name}.jsonl"
    if not path.exists():
        script = bench.data / "benchmarks" / "bench.py"
        part = path.with_suffix(".part")
        with part.open("wb") as out:
            subprocess.run([sys.executable, str(script), "write", name], stdout=out, check=True)
        part.replace(path)
    verdicts = {one["id"]: one for one in grade(bench, name, [path], "--last")}
    crashed = [one for one in verdicts.values() if one["errors"]]
    if crashed or len(verdicts) != len(rows):
        sys.exit(f"{len(crashed)} gradings crashed, {len(rows) - len(verdicts)} are missing: {crashed[:1]}")
    flags = {key: one["verdicts"][name]["outcome"] == "fail" for key, one in verdicts.items()}
    for label, title in ((1, "missed"), (0, "flagged though clean")):
        wrong = [row for row in rows if row["label"] == label and flags[row["sample_id"]] is not bool(label)]
        told = []
        for row in wrong:
            quotes = [one["quote"] for one in verdicts[row["sample_id"]]["verdicts"][name]["findings"]]
            told.append(
                f"{row['sample_id']} {row['variant']}: {row.get('evidence') or row.get('mutated')} {quotes[:2]}"
            )
        bench.errors(f"{name} benchmark, {title}", told)
    contested = [f"{row['sample_id']}: {why}" for row in rows if (why := bench.contested.get(row["sample_id"]))]
    bench.errors(f"{name} benchmark, contested", contested)
    return rows, flags


def counts(bench: Bench, name: str, rows: list[dict], flags: dict, *, f1: float, false_alarms: float) -> None:
    """Of all rows; and without those whose label is contested, where there are any."""
    _counts(bench, name, rows, flags, f1=f1, false_alarms=false_alarms)
    left = [row for row in rows if row["sample_id"] not in bench.contested]
    if len(left) < len(rows):
        without = f", {len(rows) - len(left)} contested left out"
        _counts(bench, name, left, flags, f1=f1, false_alarms=false_alarms, without=without)


def _counts(
    bench: Bench, name: str, rows: list[dict], flags: dict, *, f1: float, false_alarms: float, without: str = ""
) -> None:
    seen = collections.Counter((row["label"], flags[row["sample_id"]]) for row in rows)
    score = f_score(seen[1, True], seen[0, True], seen[1, False])
    bench.bar(f"{name} benchmark, F1{without}", score, f1, form=".4f")
    rate = seen[0, True] / max(1, seen[0, True] + seen[0, False])
    bench.bar(f"{name} benchmark, false-positive rate{without}", rate, false_alarms, most=True, form=".3%")


def recall(
    bench: Bench, what: str, rows: list[dict], flags: dict[str, bool], bar: float, *, after: float | None = None
) -> None:
    """Of the faults among the rows; and without contested ones, held to `after`."""
    faults = [row for row in rows if row["label"]]
    left = [row for row in faults if row["sample_id"] not in bench.contested]
    if len(left) < len(faults):
        recall(bench, f"{what}, {len(faults) - len(left)} contested left out", left, flags, after or bar)
    bench.bar(f"{what} ({len(faults)})", sum(flags[row["sample_id"]] for row in faults) / max(1, len(faults)), bar)


def f_score(hits: int, false: int, missed: int) -> float:
    return 2 * hits / max(1, 2 * hits + false + missed)


# -- replies nobody edited


def untouched(bench: Bench) -> None:
    """Replies of strong models as they were: those that are flagged, and those known to be wrong among them."""
    path = bench.keep / "strong.jsonl"
    replies = 0
    with path.open("w") as out:
        for one in conversations(bench.data):
            if WEAK not in one["model"]:
                replies += sum(m["role"] == "assistant" and bool(m.get("content")) for m in one["messages"])
                out.write(json.dumps(one) + "\n")
    verdicts = list(grade(bench, "ids,claims", [path]))
    bench.say("untouched replies of strong models", f"{replies:,}")
    for name, least, most in (("ids", 5, 6), ("claims", 10, 20)):
        flagged = {
            (one["id"], finding["message"]): finding
            for one in verdicts
            for finding in one["verdicts"][name]["findings"]
            if finding["severity"] == "error"
        }
        known = {
            (row["conv_id"], row["target_index"])
            for row in lines(bench.data / "benchmarks" / f"{name}.jsonl.gz")
            if row["label"] and not row["edits"] and WEAK not in row["model"]
        }
        bench.bar(f"{name}, untouched: flagged", len(flagged), most, most=True, form="d")
        bench.bar(f"{name}, untouched: of {len(known)} known true ones", len(known & flagged.keys()), least, form="d")
        bench.errors(f"{name}, untouched, known and missed", [f"{where}" for where in sorted(known - flagged.keys())])
        told = [f"{where[0]} {where[1]} {one['code']} {one['quote']!r}: {one['reason']}"
                for where, one in flagged.items() if where not in known]  # fmt: skip
        bench.errors(f"{name}, untouched, flagged and not known to be true", told)


# -- labelled sentences


def sentences(bench: Bench) -> None:
    """Claims read out of single replies: matched where they overlap, each once, the same class first."""
    rows = list(lines(bench.data / "labelled" / "claims.jsonl"))
    heard = read_aloud(bench, rows)
    hits = right = found = wanted = 0
    missed, false, other = [], [], []
    for row in rows:
        ours = heard[row["id"]]["claims"]
        pairs, left = matched(row["claims"], ours, row["text"])
        hits, found, wanted = hits + len(pairs), found + len(ours), wanted + len(row["claims"])
        for gold, one in pairs:
            right += gold["class"] == one["class"]
            if gold["class"] != one["class"]:
                other.append(f"{row['id']} {gold['class']} read as {one['class']}: {one['quote']}")
        missed += [f"{row['id']} {gold['class']}: {gold['quote']}" for gold in row["claims"]
                   if all(gold is not pair[0] for pair in pairs)]  # fmt: skip
        false += [f"{row['id']} {one['class']}: {one['quote']}" for one in left]
    bench.bar("labelled claims, precision", hits / max(1, found), 0.95)
    bench.bar("labelled claims, recall", hits / max(1, wanted), 0.92)
    bench.bar("labelled claims, class right", right / max(1, hits), 0.90)
    for title, told in (("missed", missed), ("read where none is", false), ("read as another class", other)):
        bench.errors(f"labelled claims, {title}", told)


def commitments(bench: Bench) -> None:
    rows = list(lines(bench.data / "labelled" / "commitments.jsonl"))
    heard = read_aloud(bench, rows)
    if any("commitments" not in one for one in heard.values()):
        bench.say("labelled commitments", "not read")
        return
    hits = kind = condition = found = wanted = 0
    missed, false = [], []
    for row in rows:
        ours = heard[row["id"]]["commitments"]
        pairs, left = matched(row["commitments"], ours, row["text"], key="kind")
        hits, found, wanted = hits + len(pairs), found + len(ours), wanted + len(row["commitments"])
        kind += sum(gold["kind"] == one["kind"] for gold, one in pairs)
        condition += sum(gold["conditional"] == one["conditional"] for gold, one in pairs)
        missed += [f"{row['id']} {gold['kind']}: {gold['quote']}" for gold in row["commitments"]
                   if all(gold is not pair[0] for pair in pairs)]  # fmt: skip
        false += [f"{row['id']} {one['kind']}: {one['quote']}" for one in left]
    bench.say("labelled commitments, precision / recall", f"{hits / max(1, found):.2%} / {hits / max(1, wanted):.2%}")
    bench.say("labelled commitments, kind / conditional right",
              f"{kind / max(1, hits):.2%} / {condition / max(1, hits):.2%}")  # fmt: skip
    bench.errors("labelled commitments, missed", missed)
    bench.errors("labelled commitments, read where none is", false)


def matched(golds: list[dict], ours: list[dict], text: str, *, key: str = "class") -> tuple[list, list]:
    """Pairs of a labelled and a read span that overlap, each used once, and what was read beside them."""
    pairs, left = [], list(ours)
    for same in (True, False):
        for gold in golds:
            if any(gold is pair[0] for pair in pairs):
                continue
            spans = [(at, at + len(gold["quote"])) for at in places(gold["quote"], text)]
            for one in left:
                overlaps = any(one["start"] < end and start < one["end"] for start, end in spans)
                if overlaps and (not same or one[key] == gold[key]):
                    pairs.append((gold, one))
                    left = [other for other in left if other is not one]
                    break
    return pairs, left


_LABELS = {
    "invented_id": "invented",
    "ungrounded_link": "invented",
    "garbled_id": "garbled",
    "unverified_user_id": "user_only",
    "placeholder_id": "placeholder",
    "contradicted_id": "contradicted",
}


def labelled_ids(bench: Bench) -> None:
    """The label of each id of a conversation's last message; what is flagged and not labelled is a false alarm."""
    rows = list(lines(bench.data / "labelled" / "ids.jsonl"))
    path = bench.keep / "labelled_ids.jsonl"
    path.write_text("".join(json.dumps({**row, "context": row["context"] or {}}) + "\n" for row in rows))
    seen: collections.Counter[bool] = collections.Counter()
    hard: collections.Counter[bool] = collections.Counter()
    wrong, extra = [], []
    verdicts = {one["id"]: one for one in grade(bench, "ids", [path], "--last")}
    for row in rows:
        text, used = row["messages"][-1]["content"], set()
        findings = [one for one in verdicts[row["id"]]["verdicts"]["ids"]["findings"] if one["code"] in _LABELS]
        for label in row["labels"]:
            spans = [(at, at + len(label["quote"])) for at in places(label["quote"], text)]
            ours = [n for n, one in enumerate(findings)
                    if any(one["start"] < end and start < one["end"] for start, end in spans)]  # fmt: skip
            used.update(ours)
            told = _LABELS[findings[ours[0]]["code"]] if ours else "grounded"
            seen[told == label["label"]] += 1
            if label["label"] != "grounded":
                hard[told == label["label"]] += 1
            if told != label["label"]:
                wrong.append(f"{row['id']} {label['quote']}: {label['label']} told as {told}")
        extra += [f"{row['id']} {one['code']} {one['quote']}" for n, one in enumerate(findings) if n not in used]
    bench.bar(f"labelled ids, label right of {seen.total()}", seen[True] / seen.total(), 0.92)
    bench.bar(f"labelled ids, of {hard.total()} not grounded", hard[True] / hard.total(), 0.85)
    bench.say("labelled ids, flagged and no id", str(len(extra)))
    bench.errors("labelled ids, wrong", wrong)
    bench.errors("labelled ids, no id", extra)


def twin_sentences(bench: Bench) -> None:
    """Claims made into what is none: an offer, a question, …; the share in which an action is read all the same."""
    labelled = [claim["quote"] for row in lines(bench.data / "labelled" / "claims.jsonl") for claim in row["claims"]]
    rows = lines(bench.data / "benchmarks" / "claims.jsonl.gz")
    real = [row["evidence"] for row in rows if row["variant"] == "twin_unmodified"]
    made = twins.twins([*labelled, *real])
    texts = [{"id": str(number), "text": twin.text} for number, twin in enumerate(made)]
    heard = read_aloud(bench, texts)
    fired = [twin for row, twin in zip(texts, made, strict=True) if acts(heard[row["id"]])]
    total = collections.Counter(twin.kind for twin in made)
    bad = collections.Counter(twin.kind for twin in fired)
    bench.bar(f"twins that fire, of {len(made)}", len(fired) / max(1, len(made)), 0.01, most=True)
    for kind, count in total.items():
        bench.say(f"  {kind}", f"{bad[kind]}/{count}")
    bench.errors("twins that fire", [f"{twin.kind}: {twin.text}" for twin in fired])


def acts(heard: dict) -> list[dict]:
    return [claim for claim in heard["claims"] if claim["class"] != "lookup"]


# -- speed


def speed(bench: Bench) -> None:
    """Conversations a second and core: graders alone, and the whole command without its start; a long reply."""
    bench.bar("conversations a second and core, ids and claims", alone(bench.data, BOTH), 200, form=".0f")
    bench.bar("conversations a second and core, all rule graders", alone(bench.data, RULES), 150, form=".0f")
    path = bench.keep / "all.jsonl"
    count = 0
    with path.open("w") as out:
        for one in conversations(bench.data):
            out.write(json.dumps(one) + "\n")
            count += 1
    one_line = bench.keep / "one.jsonl"
    with path.open() as file:
        one_line.write_text(file.readline())
    spent = min(cpu(bench, path) for _ in range(2)) - cpu(bench, one_line)
    bench.say("conversations a second and core, read and written too", f"{count / spent:.0f}")
    seconds = []
    for size in (1, 4):
        long = bench.keep / f"long-{size}.jsonl"
        long.write_text(json.dumps({"id": "long", "messages": [
            {"role": "user", "content": "Where is ORD-100217?"},
            {"role": "assistant", "content": _SENTENCES * (size * 250_000 // len(_SENTENCES))}]}) + "\n")  # fmt: skip
        seconds.append(cpu(bench, long) - cpu(bench, one_line))
    bench.say("a reply of 0.25 / 1 MB, seconds", f"{seconds[0]:.1f} / {seconds[1]:.1f}")
    bench.bar("a 4 times longer reply costs, times", seconds[1] / max(seconds[0], 0.01), 6, most=True, form=".1f")


BOTH = ("ids", "claims")
RULES = (*BOTH, "tone", "style", "policy", "leaks", "safety")


def alone(data: Path, graders: Sequence[str]) -> float:
    """Conversations that are judged in a second of CPU, once they are read."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        workspace = open_workspace(Path(folder), environment={})
        standing = [GraderSpec(name=name, bare=True) for name in graders]
        binder = workspace.binder(workspace.knowledge(), standing=standing)
        read = [one for path in sorted((data / "conversations").glob("*.jsonl.gz"))
                for one in read_conversations(open_conversations(path), shown_path=path.name)]  # fmt: skip
        times = []
        for _ in range(2):
            started = time.process_time()
            for one in read:
                runner.run(judge(binder.case(one.case), one.transcript, binder.knowledge))
            times.append(time.process_time() - started)
    return len(read) / min(times)


_SENTENCES = (
    "I have refunded $48.00 for order ORD-100217. Your parcel TRK-778121 has been sent, and the rest is on its way.\n"
    "- Cancelled ORD-100218\n- Your plan has been upgraded; if you want it undone, I will do so.\n"
)


def cpu(bench: Bench, path: Path) -> float:
    """Seconds of CPU that a grading takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    collections.deque(grade(bench, "ids,claims", [path]), maxlen=0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


PARTS: dict[str, Callable[[Bench], Any]] = {
    "ids": ids_benchmark,
    "claims": claims_benchmark,
    "untouched": untouched,
    "sentences": sentences,
    "labelled-ids": labelled_ids,
    "commitments": commitments,
    "twins": twin_sentences,
    "speed": speed,
}

if __name__ == "__main__":
    main()
