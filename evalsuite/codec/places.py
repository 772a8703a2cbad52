"""Where the parts of a workspace's declarations stand in their files, for those who point at them."""

from collections.abc import Iterator, Mapping

from evalsuite.codec.nodes import Mapping as MappingNode
from evalsuite.codec.nodes import Node, Scalar, Sequence
from evalsuite.codec.yaml_text import read_yaml
from evalsuite.domain.case import Mark


def places(shown_path: str, data: bytes) -> Mapping[tuple[str, str], Mark]:
    """Of tools.yaml or ids.yaml: `("tools", name)`, `("ids", kind)`, and `("", key)` for a key of the file itself.

    Empty where the file cannot be read; reading it for its content is what complains.
    """
    root = read_yaml(shown_path, data).root
    found: dict[tuple[str, str], Mark] = {}
    for key, (scalar, node) in root.entries.items() if isinstance(root, MappingNode) else ():
        found["", key] = Mark(path=shown_path, line=scalar.line, column=scalar.column)
        for name, inner in _named(node):
            found.setdefault((key, name), Mark(path=shown_path, line=inner.line, column=inner.column))
    return found


def _named(node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node, MappingNode):
        yield from ((name, key) for name, (key, _) in node.entries.items())
    for item in node.items if isinstance(node, Sequence) else ():
        name = item.entries.get("name") if isinstance(item, MappingNode) else None
        if isinstance(item, Scalar):
            yield item.text, item
        elif name and isinstance(name[1], Scalar):
            yield name[1].text, item
