"""People named by their role, read out of prose."""

import pytest

from evalsuite.reading.names import names
from evalsuite.reading.text import view


def read(text):
    return [fact.text for fact in names(view(text))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Our agent Maria Lopez will call.", "Maria Lopez"),
        ("Your account manager, Tom Field, knows.", "Tom Field"),
        ("Dr. Payne is in today.", "Payne"),
        ("I spoke with Ana.", "Ana"),
        ("Su asesora Lucía Peña le llamará.", "Lucía Peña"),
    ],
)
def test_people_are_found_behind_their_role(text, name):
    assert read(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Our agent will call.",
        "A human agent Monday.",
        "Ask our support team.",
        "Your account manager Support Team",
        "Mr. ",
    ],
)
def test_roles_without_a_name_name_nobody(text):
    assert read(text) == []
