"""YAML as its author meant it, and plain words for what cannot be read."""

# ruff: noqa: E501  - complaints stand here on one line, as they are told

import gc

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from evalsuite.codec.nodes import as_written, value_of
from evalsuite.codec.yaml_text import gc_paused, read_yaml


def read(text):
    file = read_yaml("cases/x.yaml", text.encode())
    assert not file.complaints
    return value_of(file.root)


def complaints(data, **options):
    file = read_yaml("x.yaml", data if isinstance(data, bytes) else data.encode(), **options)
    return [str(complaint) for complaint in file.complaints]


def complaint(data, **options):
    (only,) = complaints(data, **options)
    return only


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("+3", 3),
        ("0", 0),
        ("0x1F", 31),
        ("0o17", 15),
        ("1.5", 1.5),
        (".5", 0.5),
        ("48.00", 48.0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_core_scalars_are_values(source, value):
    read_value = read(f"- {source}")[0]

    assert read_value == value
    assert type(read_value) is type(value)


@pytest.mark.parametrize(
    "source",
    [
        *("2026-03-02", "12:30", "0123", "00.5", "1_000", "1,000", "12e4", "1.5e3", ".inf", ".nan", "0b11"),
        *("no", "yes", "on", "Off", "y", "tRUE", "ORD-100217", "9" * 5000),
    ],
    ids=lambda source: source[:10],
)
def test_everything_else_is_the_text_that_stands_there(source):
    assert read(f"- {source}") == [source]


@pytest.mark.parametrize("source", ["12", "true", "null", "1.5", ""])
def test_quoted_scalars_are_text(source):
    assert read(f"- '{source}'\n- \"{source}\"") == [source, source]


@pytest.mark.parametrize("source", ["100.50", "+5", "0x1F", "True", "NULL", "1.", "-0", "1" * 30 + ".5"])
def test_a_number_in_an_unusual_form_is_kept_as_written_where_graders_read_it(source):
    file = read_yaml("x.yaml", f"- {source}".encode())

    assert value_of(file.root, as_written) == [source]


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none())
def test_what_is_read_as_written_turns_back_into_its_source(value):
    source = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    file = read_yaml("x.yaml", f"- {source}".encode())
    (kept,) = value_of(file.root, as_written)

    assert kept in (value, source)


def test_every_part_knows_its_place():
    root = read_yaml("x.yaml", "- id: a\n  tags: [x, ÿz]\n".encode()).root
    key, tags = root.items[0].entries["tags"]

    assert (key.line, key.column) == (2, 3)
    assert (tags.items[1].line, tags.items[1].column) == (2, 13)


def test_a_byte_order_mark_is_no_part_of_the_text():
    root = read_yaml("x.yaml", b"\xef\xbb\xbfid: a").root

    assert value_of(root) == {"id": "a"}


def test_unicode_line_separators_are_text():
    assert read("- a\u2028b\u0085c\u2029d\n- e") == ["a\u2028b\u0085c\u2029d", "e"]


def test_windows_line_ends_are_line_ends():
    assert read("- id: a\r\n  text: |\r\n    b\r\n    c\r\n") == [{"id": "a", "text": "b\nc\n"}]


def test_an_alias_stands_for_the_part_it_names():
    assert read("a: &x {k: 1}\nb: *x\nc: &y text\n*y : d") == {"a": {"k": 1}, "b": {"k": 1}, "c": "text", "text": "d"}


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("", "x.yaml:1:1: the file holds nothing."),
        ("# only a comment\n", "x.yaml:1:1: the file holds nothing."),
        ("a: 'x", "x.yaml:1:4: the quote that opens here is never closed. Close it."),
        ("a:\n\tb: 1", "x.yaml:2:1: nothing can start with this character: a tab, '@', '`' or '%'. Indent with spaces; quote the text."),
        ("a: |\n\tb", "x.yaml:2:1: a tab stands where YAML wants spaces. Replace it by spaces."),
        ("a: [1, 2\n", "x.yaml:1:4: the '[' that opens here is not closed, or a comma is missing. Mend that; quote a text that holds either."),
        ("a: Re: b", "x.yaml:1:6: this ':' makes a second key of its line, or the line is indented too far. Quote a text that holds ': ', or mend the indentation."),
        ("a:\n  b: 1\n c: 2", "x.yaml:3:2: this is out of line with what stands above it. Give keys, or '-'s, of one block the same indentation."),
        ("a: 1\na: 2", "x.yaml:2:1: the key 'a' stands twice in one mapping, first on line 1. Keep one; where both are meant, write one list."),
        ("a: *x", "x.yaml:1:4: no '&x' stands before this '*x'. Quote the text if it is one."),
        ("a: &x [*x]", "x.yaml:1:8: '*x' holds itself. Write the part out."),
        ("a: !!python/object:os.system x", "x.yaml:1:4: tags such as '!!python/object:os.system' are not read. Remove it, and quote the value if it is text."),
        ("a: !mine {b: 1}", "x.yaml:1:4: tags such as '!mine' are not read. Remove it, and quote the value if it is text."),
        ("a: b\n---\nc: d", "x.yaml:2:1: a second document starts here. Remove the '---', or make it a file of its own."),
        ("<<: {a: 1}", "x.yaml:1:1: '<<' merges nothing here. Write the fields out."),
        ("{{ name }}: x", "x.yaml:1:1: a list or mapping cannot be a key. Quote a text that starts with '[' or '{'."),
        ("a: \x01", 'x.yaml:1:4: the control character U+0001 stands here. Remove it, or write "\\x01" in double quotes.'),
        ("a: b\n  \0", 'x.yaml:2:3: a NUL stands here. Remove it, or write "\\x00" in double quotes.'),
        ('a: "C:\\dir"', "x.yaml:1:7: this backslash escapes nothing known. Write '\\\\' for one, or use single quotes."),
    ],
    ids=lambda value: None if value.startswith("x.yaml") else ascii(value)[:20],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_mend(source, told):
    assert complaint(source) == told


def test_bytes_that_are_no_utf8_are_named_with_offset_and_place():
    told = complaint(b"a: b\nc: d\xff")

    assert told == "x.yaml:2:5: not UTF-8: byte 0xff at offset 9. Save the file as UTF-8."


def test_the_offset_counts_the_byte_order_mark():
    assert "at offset 4" in complaint(b"\xef\xbb\xbfa\xff")


def test_utf16_is_recognised():
    assert complaint("a: b".encode("utf-16")) == "x.yaml:1:1: the file is UTF-16 (or UTF-32). Save it as UTF-8."


def test_a_file_over_the_limit_is_refused():
    assert complaint(b"a: " + b"x" * 2_000_000, max_bytes=1_000_000) == (
        "x.yaml:1:1: the file has 2.0 MB, over the limit of 1.0 MB. Split it."
    )


def test_aliases_that_multiply_are_refused():
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 30)
    )

    assert "make more than 100,000 values" in complaint(bomb)


def test_aliases_of_a_long_text_are_refused():
    bomb = "- &a " + "x" * 1_000_000 + "\n" + "- *a\n" * 10_000

    assert "make more than 100,000 values" in complaint(bomb)


@pytest.mark.parametrize("source", ["[" * 100_000, "- " * 50_000 + "x", "{a: " * 5_000])
def test_deep_nesting_is_refused(source):
    assert "nested deeper than 100 levels" in complaint(source)


def test_all_that_does_not_stop_the_reading_is_told():
    assert len(complaints("a: 1\na: 2\nb: !x 3\n<<: 4")) == 3


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"? ")
@example(b"!")
@example(b"%YAML 9.9\n---\n")
@example("- \U0010fff1\u2028".encode())
def test_no_bytes_make_it_raise(data):
    file = read_yaml("x.yaml", data)

    assert file.complaints or file.root is not None


@given(st.text(st.sampled_from("ab:-?[]{}&*!|>'\"%@`#,~ \n\t\\01.<=\u2028"), max_size=60))
def test_no_play_of_indicators_makes_it_raise(text):
    file = read_yaml("x.yaml", text.encode())

    assert file.complaints or file.root is not None
    assert all(told.mark is not None and told.mark.line >= 1 and told.mark.column >= 1 for told in file.complaints)


_plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(st.lists(_plain, min_size=1, max_size=4))
def test_json_values_survive_a_trip_through_yaml(value):
    text = yaml.safe_dump(value, default_style='"', default_flow_style=True, width=10**6)
    untagged = text.replace("!!int ", "").replace("!!bool ", "").replace("!!null ", "")
    if "!!" in untagged:
        return
    file = read_yaml("x.yaml", untagged.encode())

    assert not file.complaints
    assert value_of(file.root) == _quoted(value)


def _quoted(value):
    """As double quotes around every scalar make it: the dumper writes numbers as texts."""
    if isinstance(value, list):
        return [_quoted(item) for item in value]
    if isinstance(value, dict):
        return {key: _quoted(item) for key, item in value.items()}
    if isinstance(value, str):
        return value
    return "null" if value is None else str(value).lower()


def test_the_garbage_collector_is_as_it_was_after_a_pause():
    with gc_paused(), gc_paused():
        assert not gc.isenabled()

    assert gc.isenabled()
