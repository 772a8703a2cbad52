import pytest

from evalsuite.domain.ticket import BotIdentity
from evalsuite.domain.ticket_settings import SourceSettings
from evalsuite.errors import InputError
from evalsuite.settings import resolve, table
from evalsuite.ticket_rules import ticket_settings


def test_a_table_says_who_the_assistant_is_and_where_tickets_come_from():
    said = ticket_settings(
        {
            "bot_identity": {"user_ids": [42, "b1"], "names": ["Alex"]},
            "sources": {
                "intercom": {},
                "north": {"kind": "zendesk", "url": "https://n.zendesk.com/", "tags": ["ai_*"]},
            },
            "failure_tags": {"bot_lied": "phantom_action"},
        }
    )

    assert said.bot_identity == BotIdentity(user_ids=("42", "b1"), names=("Alex",))
    assert said.sources["intercom"] == SourceSettings(kind="intercom")
    assert said.sources["north"] == SourceSettings(kind="zendesk", url="https://n.zendesk.com", tags=("ai_*",))
    assert said.failure_tags == {"bot_lied": "phantom_action"}


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('[tickets]\nownr = "x"', 2, "Did you mean 'owner'?"),
        ("[tickets.bot_identity]\nuser_id = [1]", 2, "Did you mean 'user_ids'?"),
        ('[tickets.sources.zendesk]\nurl = "http://shop.zendesk.com"', 2, "begins with https://"),
        ('[tickets.sources.intercom]\nsince = "soon"', 2, "a date such as 2026-03-02"),
        ('[tickets.sources.zendesk]\ntags = ["a"]', 1, "zendesk wants its url"),
        ("[tickets.sources.desk]", 1, "desk wants a kind"),
        ('[tickets.sources.a]\nkind = "zendsk"', 2, "wants one of zendesk"),
        ('[tickets.sources.zendesk]\nclient = "curl"', 2, "wants one of zenpy"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_mend(text, line, told):
    with pytest.raises(InputError) as caught:
        resolve(file=table(text, "evalsuite.toml"), file_name="evalsuite.toml", text=text)

    assert str(caught.value).startswith(f"evalsuite.toml:{line}:1: ")
    assert told in str(caught.value)
