import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.exports_text import from_html, own_words, runs_of_words
from evalsuite.codec.exports_transcript import turns


def test_blocks_become_lines_and_links_show_where_they_lead():
    html = '<p>See <a href="https://help.example.com/x">our page</a>.</p><div>Thanks<br>Ada</div>'

    assert from_html(html) == "See our page (https://help.example.com/x).\n\nThanks\nAda"


def test_items_keep_their_marks():
    assert from_html("<ul><li>one</li><li>two</li></ul><ol><li>a</li><li>b</li></ol>") == "- one\n- two\n\n1. a\n2. b"


def test_scripts_and_styles_say_nothing():
    assert from_html("<style>p{}</style><p>Hi</p><script>alert(1)</script>") == "Hi"


def test_plain_text_is_left_alone():
    assert from_html("a < b & c".replace("<", "‹").replace("&", "and")) == "a ‹ b and c"


@pytest.mark.parametrize("piece", ["<!", "<a", "</", "<a href='", "&", "<!--", "<p ", "<![CDATA["])
def test_no_markup_takes_long(piece):
    begun = time.process_time()
    from_html("<p>" + piece * (10_000_000 // len(piece)))
    from_html("<p>" + piece * (190_000 // len(piece)))

    assert time.process_time() - begun < 5


def test_a_quoted_reply_that_the_ticket_has_already_is_taken_off():
    earlier = runs_of_words("Your parcel left the depot on Monday and is on its way.")
    quote = "> Your parcel left the\n> depot on Monday and is on its way."
    text = f"Still nothing!\n\nOn Mon, 2 Mar 2026, Support wrote:\n{quote}"

    assert own_words(text, earlier) == "Still nothing!"


def test_a_quoted_reply_from_elsewhere_is_news_and_stays():
    text = "This is what your robot told me:\n\n> The fee was waived for ever."

    assert own_words(text, set()) == text


def test_signatures_are_taken_off_and_what_is_quoted_below_stays():
    assert own_words("No.\n-- \nAda Quill\nGhent", set()) == "No."
    assert own_words("No.\n\nSent from my phone", set()) == "No."
    assert own_words("No.\n--\nAda\n> It was waived.", set()) == "No.\n\n> It was waived."


def test_a_line_drawn_by_hand_begins_no_signature():
    text = "Two things:\n--\n" + "\n".join(f"{number}. this was wrong" for number in range(12))

    assert own_words(text, set()) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_something_is_left_of_whatever_says_something(text):
    assert bool(own_words(text, runs_of_words(text)).strip()) == bool(text.strip())


def test_names_open_turns_where_they_are_known():
    said = turns("Ada: Hi\nAlex (bot): Hello\nAda: Bye", {"ada": "customer", "alex": "bot"})

    assert [(one.role, one.text) for one in said] == [("customer", "Hi"), ("bot", "Hello"), ("customer", "Bye")]


def test_a_line_with_a_colon_opens_no_turn_by_itself():
    assert [one.text for one in turns("Customer: I want this\nNote: by Monday\nBot: Yes")] == [
        "I want this\nNote: by Monday",
        "Yes",
    ]


def test_a_text_in_which_nobody_speaks_has_no_turns():
    assert turns("Where is my parcel? It is late: very late.") == ()
