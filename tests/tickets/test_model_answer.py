"""A model's quotes, found in a ticket whose names and numbers it was not shown."""

import json

from hypothesis import given
from hypothesis import strategies as st

from evalsuite.domain.conversation import Message, Usage
from evalsuite.protocols import Completion
from evalsuite.tickets.model_answer import checked
from evalsuite.tickets.model_question import Piece

WORDS = st.lists(
    st.sampled_from(["Ada", "Byron", "came", "to", "ZX-17", "never", "—", "«so»", "\n", "the"]), min_size=1
)
STANDING_IN = {"Ada": "Eric", "Byron": "Paul de Witt", "ZX-17": "ZX-94"}


def quoting(piece, quote):
    answer = {
        "note": "",
        "evidence": [{"text": 0, "quote": quote}],
        "about_assistant": "no",
        "failures": [],
        "bad_reply": {"text": -1, "quote": ""},
    }
    completion = Completion(message=Message(role="assistant", text=json.dumps(answer)), usage=Usage())
    [clue] = checked(completion, [piece], by="reader").clues
    return clue


@given(WORDS, st.data())
def test_the_words_quoted_stand_where_the_clue_says_and_hold_all_that_no_stand_in_replaced(words, data):
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    shown = [STANDING_IN.get(word, word) for word in words]
    raw, quote = " ".join(words), " ".join(shown[start:end])
    piece = Piece(by="customer", message=0, raw=raw, shown=" ".join(shown))
    if sum(map(str.isalnum, quote)) < 3:
        return

    clue = quoting(piece, quote)

    assert raw[clue.start : clue.start + len(clue.quote)] == clue.quote
    assert all(
        clue.quote.count(word) >= words[start:end].count(word) for word in set(words[start:end]) - {"\n", "—", "to"}
    )
