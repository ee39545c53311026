"""Files and folders written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loadaid.domain.errors import UsageError


@contextmanager
def whole_file(target: Path, *, option: str = "--out") -> Iterator[Path]:
    """Gives a path to write to; when the block ends well that file takes the target's name, otherwise it goes away.

    A target that is no plain file (/dev/null, a pipe) is given as it is. option: the one that named it, for messages.
    Errors: UsageError when the target is a folder or its folder is absent.
    """
    if target.is_dir():
        raise UsageError(f"{option} {target} is a folder. Name a file in it.")
    if not target.parent.is_dir():
        raise UsageError(f"{option} {target}: there is no folder {target.parent}. Make it first.")
    if target.exists() and not target.is_file():
        yield target
        return
    target = target.resolve()  # through a link, so that the link stays one
    beside = target.with_name(f".{target.name[:60]}.{os.getpid()}{target.suffix}")
    try:
        yield beside
        if target.exists():
            os.chmod(beside, target.stat().st_mode & 0o777)
        os.replace(beside, target)
    except OSError as error:
        raise UsageError(f"{option} {target} cannot be written: {error.strerror or error}.") from None
    finally:
        beside.unlink(missing_ok=True)


def check_folder(target: Path, *, replaces: str = "") -> None:
    """Raises UsageError when a folder cannot be written there; see whole_folder."""
    if target.exists() and not target.is_dir():
        raise UsageError(f"--out {target} is a file. Name a new folder.")
    if not target.parent.is_dir():
        raise UsageError(f"--out {target}: there is no folder {target.parent}. Make it first.")
    if target.exists() and any(not (replaces and p.match(replaces)) for p in target.iterdir()):
        raise UsageError(f"--out {target} is not empty. Nothing in it is replaced: name a new folder.")


@contextmanager
def whole_folder(target: Path, *, replaces: str = "") -> Iterator[Path]:
    """Gives a folder to write into; when the block ends well it takes the target's name, otherwise it goes away.

    replaces: the pattern of file names that an earlier run may have left and that may go; by default nothing may.
    Errors: UsageError when the target is a file or holds anything else, or its own folder is absent.
    """
    check_folder(target, replaces=replaces)
    target = target.resolve()
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name[:60]}-") as beside:
            new = Path(beside, "new")
            new.mkdir()
            yield new
            if target.exists():  # a folder cannot take the place of another everywhere
                os.replace(target, Path(beside, "old"))
            os.replace(new, target)
    except OSError as error:
        raise UsageError(f"--out {target} cannot be written: {error.strerror or error}.") from None
