import subprocess
import sys

import pytest

from evalsuite.domain.conversation import Message, Tool
from evalsuite.models.keys import request_key
from evalsuite.protocols import Request

HELLO = (Message(role="user", text="Hello"),)
BASE = Request(messages=HELLO, tools=(Tool(name="track"),), parameters={"temperature": 0, "seed": 1})


def test_key_does_not_depend_on_the_order_of_parameters():
    turned = Request(messages=HELLO, tools=(Tool(name="track"),), parameters={"seed": 1, "temperature": 0})

    assert request_key(turned, "m") == request_key(BASE, "m")


def test_attempt_is_no_part_of_the_key():
    again = Request(messages=HELLO, tools=BASE.tools, parameters=BASE.parameters, attempt=2)

    assert request_key(again, "m") == request_key(BASE, "m")


@pytest.mark.parametrize(
    "other",
    [
        Request(messages=(Message(role="user", text="Hello!"),), tools=BASE.tools, parameters=BASE.parameters),
        Request(messages=(Message(role="system", text="Hello"),), tools=BASE.tools, parameters=BASE.parameters),
        Request(messages=HELLO, tools=(Tool(name="refund"),), parameters=BASE.parameters),
        Request(messages=HELLO, parameters=BASE.parameters),
        Request(messages=HELLO, tools=BASE.tools, parameters={"temperature": 1, "seed": 1}),
        Request(messages=HELLO, tools=BASE.tools, parameters=BASE.parameters, response_schema={"type": "object"}),
    ],
    ids=["text", "role", "tools", "no tools", "parameters", "schema"],
)
def test_what_bears_on_the_answer_bears_on_the_key(other):
    assert request_key(other, "m") != request_key(BASE, "m")


def test_another_model_has_another_key():
    assert request_key(BASE, "m") != request_key(BASE, "m2")


def test_the_key_is_the_same_in_another_process():
    program = (
        "from evalsuite.domain.conversation import Message\n"
        "from evalsuite.models.keys import request_key\n"
        "from evalsuite.protocols import Request\n"
        "print(request_key(Request(messages=(Message(role='user', text='Hello'),), parameters={'b': 1, 'a': 2}), 'm'))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()

    assert said == request_key(Request(messages=HELLO, parameters={"a": 2, "b": 1}), "m")
