import pytest

from evalsuite.reading.cues import cues
from evalsuite.reading.notes import notes
from evalsuite.reading.text import view


def clear(text):
    shown = view(text)
    return notes(shown, cues(shown.text, "en"), "en").clear()


@pytest.mark.parametrize(
    "text",
    [
        "Verified cust, pinged the AE.",
        "Refunded 48.00 to the card, emailed the receipt. Closed the ticket.",
        "Checked w/ the warehouse, it ships on Monday.",
        "will check and get back. pls hold",
    ],
)
def test_notes_to_a_colleague_are_told_apart(text):
    assert clear(text)


@pytest.mark.parametrize(
    "text",
    [
        "I have refunded 48.00 to your card and e-mailed the receipt.",
        "Based on the policy, you can return it. Attached you find the label.",
        "- Refunded: 48.00\n- Emailed: receipt",
        "Your patient number is PMT-440291.",
        "Of course, Emma. Let me look.",
    ],
)
def test_whole_sentences_lists_and_codes_are_no_notes(text):
    assert not clear(text)
