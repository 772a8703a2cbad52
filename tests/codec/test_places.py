"""Where declarations stand in their files."""

from evalsuite.codec.places import places
from evalsuite.domain.case import Mark


def at(line, column):
    return Mark(path="f.yaml", line=line, column=column)


def test_tools_queues_and_kinds_of_ids_are_found_where_they_are_written():
    assert places("f.yaml", b"queues: [a]\ntools:\n  - name: x\n    kind: read\n  - y\n") == {
        ("", "queues"): at(1, 1),
        ("queues", "a"): at(1, 10),
        ("", "tools"): at(2, 1),
        ("tools", "x"): at(3, 5),
        ("tools", "y"): at(5, 5),
    }
    assert places("f.yaml", b"ids:\n  order: 'A'\n") == {("", "ids"): at(1, 1), ("ids", "order"): at(2, 3)}


def test_a_file_that_holds_something_else_has_no_places():
    assert places("f.yaml", b"- a\n") == places("f.yaml", b"") == places("f.yaml", b"{") == {}
