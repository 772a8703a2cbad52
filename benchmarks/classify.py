"""How well tickets are told to be about the assistant, which failure they show, and by which of its words.

python benchmarks/classify.py LABELLED.jsonl

Lines are tickets with "labels": {"about_assistant", "failure", "bad_reply_quote"}. A failure is named right where it is
one of the labelled ones; a quote is found where one holds the other, or half of their words are the same.
"""

import json
import sys
import time
from pathlib import Path

from evalsuite.codec.tickets import read_ticket
from evalsuite.tickets.classify import classify


def main() -> None:
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    tickets = [read_ticket(row) for row in rows]
    started = time.process_time()
    read = [(row["labels"], classify(ticket)) for row, ticket in zip(rows, tickets, strict=True)]
    cpu = time.process_time() - started
    both = sum(wanted["about_assistant"] and found.about_assistant for wanted, found in read)
    said = sum(found.about_assistant for _, found in read)
    true = sum(wanted["about_assistant"] for wanted, _ in read)
    failures = [(wanted["failure"], found.failure) for wanted, found in read if wanted["failure"]]
    named = [(wanted, found) for wanted, found in failures if found]
    right = sum(found[0] in wanted for wanted, found in named)
    quotes = [(wanted["bad_reply_quote"], found.bad_reply) for wanted, found in read if wanted["bad_reply_quote"]]
    met = sum(reply is not None and _same(quote, reply.quote) for quote, reply in quotes)
    print(f"{len(rows)} tickets, {1000 * cpu / len(rows):.1f} ms of CPU each")
    print(f"about the assistant: precision {_share(both, said)}, recall {_share(both, true)}")
    print(f"failure named {_share(len(named), len(failures))}, right where named {_share(right, len(named))}")
    print(f"words at fault found {_share(met, len(quotes))}")


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.3f}" if whole else "of none"


def _same(one: str, other: str) -> bool:
    first, second = set(one.lower().split()), set(other.lower().split())
    return one.strip() in other or other.strip() in one or len(first & second) / len(first | second) >= 0.5


if __name__ == "__main__":
    main()
