"""A run as one HTML page that opens from a disk or an e-mail, with no network."""

import base64
import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, BinaryIO
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from evalsuite.domain.decision import Weighed
from evalsuite.domain.run import CaseEntry, Result, Trial
from evalsuite.gate.words import percent
from evalsuite.report.blocks import Pack, element, file_text
from evalsuite.report.charts import whisker
from evalsuite.report.headline import counted
from evalsuite.report.overview import Overview, told
from evalsuite.report.visible import visible
from evalsuite.report.words import Heading, changed, few, heat_step, words
from evalsuite.summary import Summary

SCRIPTS = (
    "data.js",
    "text.js",
    "query.js",
    "list.js",
    "views.js",
    "values.js",
    "tips.js",
    "review.js",
    "findings.js",
    "transcript.js",
    "diff.js",
    "panel.js",
    "page.js",
)
"""Parts of the page's script, in the order they are put together."""
STYLES = ("page.css", "overview.css", "case.css", "review.css", "media.css")
SEALED = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""What a page in one file allows: its own script and style, and nothing else whatever."""
LOADING = SEALED.replace("'{script}'", "'{script}' 'strict-dynamic'").replace("types 'none'", "types parts")
"""What a page in a folder allows: the same, and the files beside it that its own script loads."""
PIECE = 256 * 1024
"""Bytes of a page written at a time."""


def write_page(
    out: BinaryIO,
    *,
    heading: Heading,
    trials: Iterable[tuple[CaseEntry, Trial]],
    weighed: Weighed | None = None,
    before: Iterable[Trial | Result] = (),
) -> Summary:
    """Write the page and give back the count of what is on it. The same trials in the same order give the same bytes.

    With `weighed`, what was decided on this run stands on top, and the cases that flipped are marked. `before` are the
    trials of the run it is held against, or their outcomes where no more is at hand.

    Trials are read once and not held. Nothing is written before the last one was read, so an iterable that raises
    leaves `out` as it was.
    """
    # Parts wait on disk, because the head of the page needs the sum of them all.
    with tempfile.TemporaryFile() as spool:
        pack = Pack(heading.run_id, lambda name, packed: _spooled(spool, name, packed))
        overview = _fill(pack, trials, weighed, before)
        head = [element(name, packed) for name, packed in pack.close(files=False)]
        said = words(heading, overview, weighed) | _parts(head, _pieces(spool), policy=SEALED)
        out.writelines(piece.encode() for piece in _shell().generate(said))
    return overview.summary()


def write_folder(
    folder: Path,
    *,
    heading: Heading,
    trials: Iterable[tuple[CaseEntry, Trial]],
    weighed: Weighed | None = None,
    before: Iterable[Trial | Result] = (),
) -> Summary:
    """The same page as `index.html` in a folder, whose parts stand in files beside it and are loaded when they are
    looked at. It opens from a disk too. The folder must be there, and empty."""
    data = folder / "data"
    data.mkdir()
    pack = Pack(heading.run_id, lambda name, packed: _filed(data, name, packed))
    overview = _fill(pack, trials, weighed, before)
    head = [element(name, packed) for name, packed in pack.close(files=True)]
    said = words(heading, overview, weighed) | _parts(head, (), policy=LOADING)
    with (folder / "index.html").open("wb") as out:
        out.writelines(piece.encode() for piece in _shell().generate(said))
    return overview.summary()


def _fill(
    pack: Pack, trials: Iterable[tuple[CaseEntry, Trial]], weighed: Weighed | None, before: Iterable[Trial | Result]
) -> Overview:
    flips = {flip.case_id: flip.kind for flip in weighed.comparison.flips} if weighed else {}
    overview = Overview(flipped=frozenset(name for name, kind in flips.items() if kind == "regression"))
    for one in before:
        pack.before(one)
    for entry, trial in trials:
        overview.add(entry, trial, pack.add(entry, trial, flip=flips.get(trial.case_id, "")))
    return overview


def _spooled(spool: IO[bytes], name: str, packed: bytes) -> None:
    spool.write(element(name, packed).encode() + b"\n")


def _filed(folder: Path, name: str, packed: bytes) -> None:
    (folder / f"{name}.js").write_text(file_text(name, packed), encoding="ascii", newline="\n")


def _pieces(spool: IO[bytes]) -> Iterator[str]:
    """Everything that was spooled, in pieces of bounded size."""
    spool.seek(0)
    while piece := spool.read(PIECE):
        yield piece.decode("ascii")


def _parts(head: Iterable[str], rest: Iterable[str], *, policy: str) -> dict[str, Any]:
    style, script = _style(), _script()
    return {
        "policy": policy.format(script=_hash(script), style=_hash(style)),
        "style": Markup(style),  # noqa: S704  - our own files
        "script": Markup(script),  # noqa: S704  - our own files
        "head": [Markup(piece) for piece in head],  # noqa: S704  - base64 in elements of our own
        "rest": map(Markup, rest),
    }


@cache
def _style() -> str:
    return "".join(_part(name) for name in STYLES)


@cache
def _script() -> str:
    return "".join(_part(name) for name in SCRIPTS)


@cache
def _shell() -> Template:
    environment = Environment(
        loader=PackageLoader("evalsuite.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_fit,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"find": _find, "case": _case, "count": counted, "percent": percent, "told": told}
    environment.globals |= {"heat_step": heat_step, "few": few, "changed": changed, "drawn_rate": whisker}
    return environment.get_template("page.html")


def _fit(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _part(name: str) -> str:
    return files("evalsuite.report").joinpath("templates", name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _find(terms: Mapping[str, str]) -> str:
    """The part of an address that shows only cases with these terms."""
    return "#" + urlencode({"q": " ".join(_term(key, value) for key, value in terms.items())})


def _term(key: str, value: str) -> str:
    word = visible(value).replace("\\", "\\\\").replace('"', '\\"')
    return f"{key}:{word}" if word.isidentifier() else f'{key}:"{word}"'


def _case(case_id: str, attempt: int, message: int | None = None) -> str:
    """The part of an address that opens a case."""
    words = {"case": visible(case_id), "attempt": attempt} | ({} if message is None else {"message": message})
    return "#" + urlencode(words)
