"""Recorded conversations, as all kinds of systems log them."""

# ruff: noqa: E501  - complaints stand here on one line, as they are told

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalsuite.codec.records import dump, load
from evalsuite.conversations.lines import open_conversations
from evalsuite.conversations.recorded import BadLine, Recorded, case_id, matches, read_conversations
from evalsuite.domain.case import Case
from evalsuite.domain.conversation import Message, Tool, ToolCall, Transcript
from evalsuite.errors import InputError, UsageError


def read(*lines):
    return list(read_conversations(lines, shown_path="log.jsonl"))


def line(**fields):
    return json.dumps({"messages": [], **fields}).encode()


def one(**fields):
    (recorded,) = read(line(**fields))
    assert isinstance(recorded, Recorded), recorded
    return recorded


def bad(data):
    (told,) = read(data)
    assert isinstance(told, BadLine), told
    return str(told.complaint)


def messages(*values):
    return one(messages=list(values)).transcript.messages


def message(**fields):
    return messages({"role": "assistant", **fields})[0]


def test_every_field_is_read():
    recorded = one(
        id="c-1",
        messages=[{"role": "user", "content": "hi"}],
        tools=["get_order"],
        context={"now": "2026-03-02"},
        cohort="vip",
        system="You are Alex.",
        documents=["a", {"text": "b"}, {"page_content": "c", "score": 1}],
        id_patterns={"order": "ORD-[0-9]+"},
        language="es",
        model="m-1",
        reward=1.0,
    )

    assert recorded == Recorded(
        case=Case(
            id="c-1",
            cohort="vip",
            context={"now": "2026-03-02"},
            language="es",
            origin="live",
            id_patterns={"order": "ORD-[0-9]+"},
            extra={"model": "m-1", "reward": 1.0},
        ),
        transcript=Transcript(
            messages=(Message(role="user", text="hi"),),
            system="You are Alex.",
            documents=("a", "b", "c"),
            tools=(Tool(name="get_order"),),
            model="m-1",
        ),
        line=1,
    )


def test_nulls_count_as_absent():
    nulls = dict.fromkeys(["id", "tools", "context", "cohort", "system", "documents", "id_patterns", "language"])

    assert one(**nulls) == one()


@pytest.mark.parametrize(("given_id", "read_id"), [(12, "12"), ("a", "a"), (None, "line-1"), ("", "line-1")])
def test_an_id_is_text(given_id, read_id):
    assert one(id=given_id).case.id == read_id


def test_the_language_may_be_called_lang():
    recorded = one(lang="es")

    assert recorded.case.language == "es"
    assert recorded.case.extra == {"lang": "es"}


def test_tools_may_be_definitions():
    schema = {"type": "object", "properties": {}}
    definitions = [
        {"type": "function", "function": {"name": "a", "description": "A.", "parameters": schema}},
        {"name": "b", "parameters": None},
    ]

    assert one(tools=definitions).transcript.tools == (
        Tool(name="a", description="A.", parameters=schema),
        Tool(name="b"),
    )
    assert one(tools=[]).transcript.tools == ()


def test_system_messages_stay_where_they_are():
    read_messages = messages({"role": "system", "content": "S"}, {"role": "developer", "content": "D"})

    assert [(each.role, each.text) for each in read_messages] == [("system", "S"), ("developer", "D")]


def test_text_parts_are_joined_and_the_kinds_of_others_kept():
    parts = ["a", {"type": "text", "text": "b"}, {"type": "image_url", "image_url": {"url": "data:…"}}]

    assert message(content=parts) == Message(role="assistant", text="a\nb", extra={"parts": ["image_url"]})
    assert message(content=parts[2:]).text is None


def test_a_refusal_is_what_was_said():
    assert message(content=None, refusal="I cannot.").text == "I cannot."
    assert message(content=[{"type": "refusal", "refusal": "I cannot."}]).text == "I cannot."


def test_unknown_keys_are_kept_aside():
    assert message(content="a", annotations=[1], tool_calls=None, name=None).extra == {"annotations": [1]}


def test_a_tool_call_is_decoded():
    call = {"id": "c1", "type": "function", "function": {"name": "get", "arguments": '{"a": [1, "é"]}'}}

    assert message(content=None, tool_calls=[call]).tool_calls == (
        ToolCall(id="c1", name="get", arguments={"a": [1, "é"]}),
    )


@pytest.mark.parametrize("arguments", [{"a": 1}, '{"a": 1}', ' {"a":1.0} ', '{"a": 2, "a": 1}'], ids=str)
def test_arguments_may_be_decoded_already(arguments):
    (call,) = message(
        content=None, tool_calls=[{"id": "c", "function": {"name": "f", "arguments": arguments}}]
    ).tool_calls

    assert call.arguments == {"a": 1}
    assert call.raw_arguments is None


@pytest.mark.parametrize("arguments", ["", None, "{}", {}], ids=repr)
def test_no_arguments_are_an_empty_mapping(arguments):
    (call,) = message(content=None, tool_calls=[{"function": {"name": "f", "arguments": arguments}}]).tool_calls

    assert (call.arguments, call.arguments_error) == ({}, None)


@pytest.mark.parametrize(
    ("arguments", "error", "raw"),
    [
        ("{bad", "The arguments are not JSON: expecting property name enclosed in double quotes before 'bad'.", "{bad"),
        ('{"a": 1', "The arguments are not JSON: it breaks off.", '{"a": 1'),
        ("[1]", "The arguments are a list and not an object.", "[1]"),
        ('"{}"', "The arguments are a text and not an object.", '"{}"'),
        ([1], "The arguments are a list and not an object.", "[1]"),
        (5, "The arguments are a number and not an object.", "5"),
    ],
    ids=repr,
)
def test_arguments_that_cannot_be_read_are_kept_with_the_reason(arguments, error, raw):
    (call,) = message(
        content=None, tool_calls=[{"id": "c", "function": {"name": "f", "arguments": arguments}}]
    ).tool_calls

    assert call == ToolCall(id="c", name="f", arguments_error=error, raw_arguments=raw)


def test_a_legacy_function_call_is_a_tool_call_with_its_answer():
    read_messages = messages(
        {"role": "assistant", "content": None, "function_call": {"name": "get", "arguments": '{"a": 1}'}},
        {"role": "function", "name": "get", "content": "ok"},
    )

    assert read_messages == (
        Message(role="assistant", tool_calls=(ToolCall(id="call_0_0", name="get", arguments={"a": 1}),)),
        Message(role="tool", text="ok", name="get", tool_call_id="call_0_0"),
    )


def test_answers_without_an_id_are_matched_in_order_and_by_name():
    calls = [{"function": {"name": name}} for name in ("a", "b", "a")]
    answers = [{"role": "tool", "content": "1", "name": "b"}, {"role": "tool", "content": "2"}, {"role": "tool"}]
    read_messages = messages({"role": "assistant", "tool_calls": calls}, *answers)

    assert [each.tool_call_id for each in read_messages[1:]] == ["call_0_1", "call_0_0", "call_0_2"]


def test_a_custom_tools_input_is_its_argument():
    call = {"id": "c", "type": "custom", "custom": {"name": "sql", "input": "select 1"}}

    assert message(content=None, tool_calls=[call]).tool_calls[0].arguments == {"input": "select 1"}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"a": "é"}, '{"a": "é"}'),
        ([{"type": "refund", "text": "x"}], '[{"type": "refund", "text": "x"}]'),
        (["a"], '["a"]'),
        ([], "[]"),
        (5, "5"),
        ([{"type": "text", "text": "x"}], "x"),
    ],
    ids=str,
)
def test_a_tools_answer_that_is_no_text_is_its_json(content, text):
    answer = {"role": "tool", "tool_call_id": "c", "content": content, "is_error": True}

    assert messages(answer) == (Message(role="tool", text=text, tool_call_id="c", is_error=True),)


def _nested(value):
    return json.dumps({"messages": [value]}).encode()


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"hello", "log.jsonl:1:1: not JSON: expecting value before 'hello'."),
        (b'{"messages": [', "log.jsonl:1:15: not JSON: it breaks off. Was the file cut off while it was written?"),
        (b"\0\0\0", "log.jsonl:1:1: not JSON: a NUL stands in it. Was the file cut off while it was written?"),
        (b'{"a": 1, "a": 2}', "log.jsonl:1:1: not JSON: the key 'a' stands twice in one object."),
        (b"[" * 5000, "log.jsonl:1:1: not JSON: nested deeper than 100 levels."),
        (b'{"a": "\xff"}', "log.jsonl:1:8: not UTF-8: byte 0xff at byte 7 of the line. Save the file as UTF-8."),
        ('{"a": 1}'.encode("utf-16"), "log.jsonl:1:1: the file is UTF-16 (or UTF-32). Save it as UTF-8."),
        (b"[]", "log.jsonl:1:1: the line wants an object with 'messages'; found another JSON value."),
        (b'{"message": []}', "log.jsonl:1:1: the conversation has no 'messages'. Its keys: message."),
        (b'{"messages": null}', "log.jsonl:1:1: 'messages' wants a list of messages; found null."),
        (line(id=1.5), "log.jsonl:1:1: 'id' wants a text or a whole number."),
        (line(cohort=5), "log.jsonl:1:1: 'cohort' wants a text."),
        (line(tools={}), "log.jsonl:1:1: 'tools' wants a list of names or definitions; found an object."),
        (line(tools=[{}]), "log.jsonl:1:1: tools[0] wants a name or a definition with one; found an object."),
        (line(documents=[1]), "log.jsonl:1:1: documents[0] wants a text, or an object with a 'text'."),
        (line(id_patterns={"a": "("}), "log.jsonl:1:1: id_patterns.a is no regular expression: missing ), unterminated subpattern at position 0."),
        (line(id_patterns={"a": "x?"}), "log.jsonl:1:1: id_patterns.a matches even an empty text, and so everything."),
        (line(system=5), "log.jsonl:1:1: 'system': 'content' wants a text, a list of parts or null; found a number."),
        (_nested(None), "log.jsonl:1:1: message 0 wants an object; found null."),
        (_nested({}), "log.jsonl:1:1: message 0 has no role. Give it one of system, developer, user, assistant, tool, function."),
        (_nested({"role": "human"}), "log.jsonl:1:1: message 0 has the unknown role 'human'. Write 'user'."),
        (_nested({"role": "asistant"}), "log.jsonl:1:1: message 0 has the unknown role 'asistant'. Did you mean 'assistant'?"),
        (_nested({"role": []}), "log.jsonl:1:1: message 0 has a role that is a list. Give it one of system, developer, user, assistant, tool, function."),
        (_nested({"role": "user", "content": {}}), "log.jsonl:1:1: message 0: 'content' wants a text, a list of parts or null; found an object."),
        (_nested({"role": "tool", "is_error": "yes"}), "log.jsonl:1:1: message 0: 'is_error' wants true or false; found a text."),
        (_nested({"role": "assistant", "tool_calls": [{}]}), "log.jsonl:1:1: message 0: a tool call has no name. Give it `function.name`."),
        (_nested({"role": "assistant", "tool_calls": {}}), "log.jsonl:1:1: message 0: 'tool_calls' wants a list; found an object."),
        (_nested({"role": "assistant", "content": [{"type": "tool_use"}]}), "log.jsonl:1:1: message 0: a 'tool_use' part is not of OpenAI's chat format. Put calls under 'tool_calls'."),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value[13:50],
)  # fmt: skip
def test_a_line_that_holds_no_conversation_is_told_with_its_place(data, complaint):
    assert bad(data) == complaint


def test_a_bad_line_is_told_between_its_good_neighbours():
    results = read(line(id="a"), b"", b"  \r", b"{", line(id="b"), b'{"messages": [{"ro')

    assert [(type(each).__name__, each.line) for each in results] == [
        ("Recorded", 1),
        ("BadLine", 4),
        ("Recorded", 5),
        ("BadLine", 6),
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_line():
    assert isinstance(read(b"\xef\xbb\xbf" + line())[0], Recorded)


def test_lone_surrogates_and_nul_escapes_are_kept_and_can_be_stored():
    (recorded,) = read(rb'{"id": "\ud800", "messages": [{"role": "user", "content": "a\u0000\udc00"}]}')

    assert recorded.transcript.messages[0].text == "a\0\udc00"
    assert load(Case, dump(recorded.case)) == recorded.case
    assert load(Transcript, dump(recorded.transcript)) == recorded.transcript


def test_an_endless_integer_in_a_line_stays_text():
    (recorded,) = read(b'{"messages": [], "n": ' + b"9" * 5000 + b"}")

    assert recorded.case.extra["n"] == "9" * 5000


def test_a_line_of_five_megabytes_is_read():
    assert len(message(content="x" * 5_000_000).text) == 5_000_000


@given(st.lists(st.binary(max_size=60), max_size=4))
def test_no_bytes_make_it_raise(lines):
    assert len(read(*lines)) == sum(1 for data in lines if data.strip())


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["user", "assistant", "tool", "text", "a", "{", "[]"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "messages",
                    "role",
                    "content",
                    "type",
                    "text",
                    "tool_calls",
                    "function",
                    "name",
                    "arguments",
                    "custom",
                    "function_call",
                    "tools",
                    "context",
                    "documents",
                    "system",
                    "id_patterns",
                    "cohort",
                    "refusal",
                    "is_error",
                    "tool_call_id",
                    "language",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(st.lists(_json, max_size=4), _json)
def test_no_record_makes_it_raise_and_indices_stay(values, other):
    record = {**(other if isinstance(other, dict) else {}), "messages": values}
    (result,) = read(json.dumps(record).encode())

    assert isinstance(result, BadLine) or len(result.transcript.messages) == len(values)


# ---- files


def test_lines_of_a_file_come_without_their_breaks(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"a\nb\r\n\nc")

    assert list(open_conversations(tmp_path / "a.jsonl")) == [b"a", b"b\r", b"", b"c"]


@given(st.lists(st.binary(max_size=30).map(lambda data: data.replace(b"\n", b"")), max_size=6))
def test_gzipped_lines_are_those_that_were_written(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("lines") / "a.log"  # known by its bytes, not by its name
    path.write_bytes(gzip.compress(b"".join(data + b"\n" for data in lines)))

    assert list(open_conversations(path)) == lines


def test_gzip_files_put_one_behind_another_are_one(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"a\nb") + gzip.compress(b"c\nd\n") + b"\0\0")

    assert list(open_conversations(tmp_path / "a.gz")) == [b"a", b"bc", b"d"]


def test_long_lines_are_put_together(tmp_path):
    lines = [b"a" * 700_000, b"b", b"c" * 300_000]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))

    assert list(open_conversations(tmp_path / "a.jsonl")) == lines


def test_a_torn_gzip_file_gives_what_it_holds_and_then_a_complaint(tmp_path):
    whole = gzip.compress(b"".join(line(id=str(number), noise=hash(number)) + b"\n" for number in range(2000)))
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    results = list(read_conversations(open_conversations(path, shown_path="a.jsonl.gz"), shown_path="a.jsonl.gz"))

    assert all(isinstance(each, Recorded) for each in results[:-2])
    assert len(results) > 500
    assert "the gzip data breaks off here. What stood behind this point is lost." in str(results[-1].complaint)
    assert str(results[-1].complaint.mark) == f"a.jsonl.gz:{results[-1].line}:1"


def test_damaged_gzip_data_is_told(tmp_path):
    data = bytearray(gzip.compress(line() + b"\n", mtime=0))
    data[12] ^= 0xFF
    (tmp_path / "a.gz").write_bytes(data)
    results = list(read_conversations(open_conversations(tmp_path / "a.gz"), shown_path="a.gz"))

    assert "the gzip data" in str(results[-1].complaint)


def test_a_file_that_is_not_there_is_the_users_to_mend(tmp_path):
    with pytest.raises(InputError, match=r"b\.jsonl cannot be opened: No such file or directory"):
        open_conversations(tmp_path / "b.jsonl")


# ---- filters and ids

CASE = one(id="a", cohort="vip", lang="en", reward=1.0, trial=None, n=3, ok=True, domain="retail").case


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"id": "a"},
        {"cohort": "vip"},
        {"language": "en"},
        {"reward": "1"},
        {"reward": "1.0"},
        {"n": "3"},
        {"ok": "true"},
        {"domain": "retail", "n": "3"},
    ],
    ids=str,
)
def test_a_conversation_matches_its_own_fields(wanted):
    assert matches(CASE, wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        {"id": "b"},
        {"reward": "0"},
        {"reward": "high"},
        {"trial": "None"},
        {"absent": ""},
        {"domain": "retail", "n": "4"},
    ],
    ids=str,
)
def test_a_conversation_does_not_match_others(wanted):
    assert not matches(CASE, wanted)


def test_an_id_can_be_made_of_several_fields():
    assert case_id(["domain", "id", "n"], CASE) == "retail/a/3"


def test_an_id_cannot_be_made_of_what_is_absent():
    with pytest.raises(
        UsageError, match=r"conversation 'a' has no 'domian' and no 'trial' to make its id of. Did you mean 'domain'"
    ):
        case_id(["domian", "trial"], CASE)


# ---- real data


def test_a_thousand_real_conversations_are_read_as_they_are(shared_data):
    count = 0
    for path in sorted((shared_data / "conversations").glob("*.jsonl.gz")):
        with gzip.open(path) as file:
            for raw_line, recorded in zip(
                file, read_conversations(open_conversations(path), shown_path=path.name), strict=True
            ):
                _compare(json.loads(raw_line), recorded)
                count += 1

    assert count == 1062


def _compare(raw, recorded):
    assert recorded.case.id == raw["id"]
    assert recorded.transcript.system == raw["system"]
    assert [tool.name for tool in recorded.transcript.tools] == raw["tools"]
    assert len(recorded.transcript.messages) == len(raw["messages"])
    for read_message, raw_message in zip(recorded.transcript.messages, raw["messages"], strict=True):
        assert (read_message.role, read_message.text) == (raw_message["role"], raw_message["content"])
        assert read_message.is_error == raw_message.get("is_error", False)
        assert read_message.tool_call_id == raw_message.get("tool_call_id")
        assert [(call.id, call.name, call.arguments) for call in read_message.tool_calls] == [
            (call["id"], call["function"]["name"], json.loads(call["function"]["arguments"]))
            for call in raw_message.get("tool_calls", [])
        ]
