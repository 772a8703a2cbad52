"""Files for one person's eyes, kept out of Git."""

import os
import subprocess
from pathlib import Path

from evalsuite.errors import EvalsuiteError


def private_file(path: Path) -> None:
    """See that a file is there, that only its owner can read it, and that Git leaves its folder alone.

    Raises `EvalsuiteError` where Git follows the folder already.
    """
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _refuse_tracked(folder)
        folder.chmod(0o700)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")  # keeps itself out as well
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise EvalsuiteError(f"{error.filename or path} cannot be made: {error.strerror or error}") from None


def _refuse_tracked(folder: Path) -> None:
    real = folder.resolve()  # a link may lead to where Git looks
    if not any((parent / ".git").exists() for parent in real.parents):
        return
    try:
        listed = subprocess.run(  # noqa: S603  - nothing of a ticket is in it
            ["git", "-C", str(real), "ls-files", "-z", "--", "."],  # noqa: S607  - whichever git the person uses
            capture_output=True,
            check=False,
            timeout=30,
        )
    except (OSError, subprocess.TimeoutExpired):
        return  # without Git, nothing is committed from here
    if listed.stdout:
        name = listed.stdout.split(b"\0")[0].decode(errors="replace")
        raise EvalsuiteError(
            f"Git follows {real / name}, so customers' words would be committed. "
            f"Run `git rm -r --cached {folder}` and commit that, then try again."
        )
