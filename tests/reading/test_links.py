"""Links and addresses, read out of prose."""

import pytest

from evalsuite.reading.links import links
from evalsuite.reading.text import view


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("See https://shop.test/returns.", "https://shop.test/returns"),
        ("See [here](https://shop.test/a?b=1).", "https://shop.test/a?b=1"),
        ("Write to help@shop.test, please.", "help@shop.test"),
    ],
)
def test_links_are_read_without_what_stands_around_them(text, link):
    assert [fact.text for fact in links(view(text))] == [link]


@pytest.mark.parametrize("text", ["your.name@example.com", "Enter name@domain.com", "At 5 @ the desk", "no link"])
def test_examples_of_addresses_are_no_links(text):
    assert list(links(view(text))) == []


def test_the_scheme_and_a_last_slash_do_not_matter():
    (one,) = links(view("https://www.Shop.test/returns/"))
    (other,) = links(view("www.shop.test/returns"))

    assert one.forms == other.forms
