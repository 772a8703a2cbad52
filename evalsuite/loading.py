"""A workspace's own code: the marked functions of its Python files."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evalsuite.codec.fingerprint import fingerprint
from evalsuite.domain.case import Mark
from evalsuite.errors import Complaint, InputError, UsageError


def marked_functions(file: Path, shown: str) -> Iterator[tuple[str, str, Any]]:
    """Functions a file marks as graders or simulators: (shown path, fingerprint of the file, function).

    The file is run to get them. Raises `InputError`, with the line at fault, where that fails.
    """
    name = f"_evalsuite_workspace_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise UsageError(f"{shown} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and pickling look their module up by name
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # a file that leaves would end the command with a code of its own
        line = _line_of(error, file)
        raise InputError(
            [Complaint(text=f"{type(error).__name__}: {error}", mark=Mark(path=shown, line=line))]
        ) from error
    content = fingerprint(file.read_text(encoding="utf-8"))
    for value in vars(module).values():
        if hasattr(value, "__evalsuite__"):
            yield shown, content, value


def _line_of(error: BaseException, file: Path) -> int:
    line, trace = getattr(error, "lineno", None) or 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(file):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
