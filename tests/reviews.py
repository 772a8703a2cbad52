"""Marks on the verdicts of a run of two recorded conversations."""

import json

from build import says, user

from evalsuite.codec.reviews import words_of
from evalsuite.domain.conversation import Transcript
from evalsuite.domain.run import Trial

LOG = (
    '{"id": "late", "messages": [{"role": "user", "content": "Where is my parcel?"},'
    ' {"role": "assistant", "content": "Your order ORD-998877 is in transit."}]}\n'
    '{"id": "hello", "messages": [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hello!"}]}\n'
)
WORDS = {
    "late": ("Where is my parcel?", "Your order ORD-998877 is in transit."),
    "hello": ("Hello", "Hello!"),
}


def mark(case_id, *, grader="ids", outcome="fail", right=False, words=None, **more):
    asked, answered = WORDS.get(case_id, ("", ""))
    transcript = Transcript(messages=(user(asked), says(words or answered)))
    mark = words_of(Trial(case_id=case_id, transcript=transcript))
    return {"case_id": case_id, "grader": grader, "outcome": outcome, "right": right, "words": mark} | more


def downloaded(*marks, run="monday", reviewer="Dana"):
    """The file that a page gives for these marks, the first in its second line."""
    head = {"kind": "evalsuite review", "format": 1, "run": run, "reviewer": reviewer}
    lines = ",\n".join(map(json.dumps, marks))
    return f'{json.dumps(head)[:-1]},"reviews":[\n{lines}\n]}}\n'
