"""Grading says the same, byte for byte, whatever the hash seed."""

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest
from shell import evalsuite, write

CONVERSATIONS = Path(__file__).parents[2] / "shared" / "data" / "conversations"
SEEDS = ("0", "1", "4711")


def call(number, name, **arguments):
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {"role": "assistant", "content": None, "tool_calls": [{"id": str(number), "function": function}]}


def answer(number, value):
    return {"role": "tool", "tool_call_id": str(number), "content": json.dumps(value)}


RECORDED = [
    {"role": "user", "content": "Cancel ORD-100217 and ORD-100218, and send me a letter. I am C-1001."},
    call(1, "get_order", order_id="ORD-100217"),
    answer(1, {"order_id": "ORD-100217", "status": "open", "total": 48.0, "items": ["SKU-1", "SKU-2"]}),
    call(2, "cancel_order", order_id="ORD-100217"),
    answer(2, {"order_id": "ORD-100217", "status": "cancelled", "refund": {"amount": 48.0}}),
    call(3, "cancel_order", order_id="ORD-100218"),
    answer(3, {"error": "already shipped"}),
    {
        "role": "assistant",
        "content": "I have cancelled both orders, ORD-100217 and ORD-100218, and refunded $52.00. I emailed you a note"
        " under RF-778812, upgraded your plan, and told the fraud team. Your tracking code is TRK-99812 or TRK-99813.",
    },
    {"role": "user", "content": "Thanks. Anything else?"},
    {
        "role": "assistant",
        "content": "I have changed your address and waived the fee of 4.99 EUR. Escalating to Tier 2 now."
        " Our agent Nadia sent it on May 14, see https://shop.test/t/99812.",
    },
]
"""Something for every kind of finding to be told of, in one conversation."""


def verdicts(folder, file, seed):
    """The lines as they are printed, whatever was found, with every kind of fact an error."""
    write(folder, {"graders/ids.yaml": "facts: [amount, date, name, link, status]\n"})
    done = evalsuite(folder, "grade", file, "--format", "jsonl", "--graders", "ids,claims", timeout=120,
                     PYTHONHASHSEED=seed)  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout


def test_verdict_lines_are_the_same_under_every_hash_seed(tmp_path):
    write(tmp_path, {"log.jsonl": json.dumps({"id": "a", "messages": RECORDED}) + "\n"})

    told = {verdicts(tmp_path, "log.jsonl", seed) for seed in SEEDS}

    assert len(told) == 1
    [line] = [json.loads(one) for one in told]
    codes = {name: {one["code"] for one in line["verdicts"][name]["findings"]} for name in ("ids", "claims")}
    assert codes["ids"] >= {"invented_id", "ungrounded_amount", "ungrounded_date", "ungrounded_name", "ungrounded_link"}
    assert codes["claims"] >= {"no_call", "failed_call"}


def test_what_is_read_is_the_same_under_every_hash_seed(tmp_path):
    text = RECORDED[-3]["content"]

    assert (
        len({evalsuite(tmp_path, "read", "--why", "--text", text, PYTHONHASHSEED=seed).stdout for seed in SEEDS}) == 1
    )


@pytest.mark.skipif(not CONVERSATIONS.is_dir(), reason="the shared conversations are not beside this checkout")
def test_verdict_lines_of_real_conversations_are_the_same_under_every_hash_seed(tmp_path):
    lines = []
    for path in sorted(CONVERSATIONS.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            lines += islice(file, 0, 60, 4)
    write(tmp_path, {"log.jsonl": "".join(lines)})

    told = {verdicts(tmp_path, "log.jsonl", seed) for seed in SEEDS[:2]}

    assert len(told) == 1
    assert told.pop().count("\n") == len(lines) >= 60
