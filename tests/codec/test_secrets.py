"""Secrets taken out of texts and nouns."""

import pytest
from build import call, says
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.records import dump
from evalsuite.codec.secrets import Secrets, secrets_of
from evalsuite.domain.conversation import Message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPENAI_API_KEY", "sk-4f9a8b7c6d"),
        ("SHOP_TOKEN", "t0ken-of-the-shop"),
        ("db_password", "hunter-2-hunter"),
        ("AWS_SECRET_ACCESS_KEY", "abcdefghijklmnopqrstuv"),
    ],
)
def test_what_a_variable_calls_secret_is_hidden(name, value):
    assert secrets_of({name: value}).text(f"header {value}!") == "header [secret]!"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOME", "abcdefghijklmnopqrstuv1"),
        ("SSH_AUTH_SOCK", "/run/ssh-1/agent.4711"),
        ("KEY_KIND", "development"),
        ("API_KEY", "k3y"),
        ("AUTHOR", "Dana Whitfield 2nd"),
    ],
)
def test_plain_words_paths_and_short_values_are_no_secret(name, value):
    assert secrets_of({name: value}).text(f"see {value}!") == f"see {value}!"


def test_a_noun_without_a_secret_comes_back_itself():
    message = says("All is well.")

    assert Secrets(["sk-4f9a8b7c6d"]).noun(message) is message


def test_a_secret_is_hidden_wherever_a_noun_holds_it():
    message = call("lookup", id="sk-4f9a8b7c6d", key="sk-4f9a8b7c6d", deep={"sk-4f9a8b7c6d": ["sk-4f9a8b7c6d"]})

    assert b"sk-4f9a8b7c6d" not in dump(Secrets(["sk-4f9a8b7c6d"]).noun(message))


def test_the_longer_of_two_secrets_goes_first():
    assert Secrets(["sk-4f9a8b7c6d", "sk-4f9a8b7c6d-and-more"]).text("sk-4f9a8b7c6d-and-more") == "[secret]"


@given(st.text(min_size=8, max_size=40), st.text(st.characters(), max_size=40))
def test_no_text_of_a_message_holds_a_secret_however_it_is_written(secret, around):
    message = Message(role="user", text=f"{around}{secret}{around}", extra={"deep": [{"a": secret}]})

    told = Secrets([secret]).noun(message)
    assert secret not in told.text.replace("[secret]", "")
    assert told.extra == {"deep": [{"a": "[secret]"}]}
