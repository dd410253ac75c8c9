"""CSV files on the disk: what may be written over, and how."""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import os
import re
import secrets
import stat
from pathlib import Path
from typing import Final

from planner.errors import CaseError, Problem

NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
"""Signs by which a spreadsheet takes a cell for a formula."""
REFUSED: Final = {
    errno.ENOENT: "unwritable_no_folder", errno.ENOTDIR: "unwritable_no_folder", errno.EISDIR: "unwritable_folder",
    errno.EACCES: "unwritable_permission", errno.EPERM: "unwritable_permission", errno.EROFS: "unwritable_permission",
    errno.ENAMETOOLONG: "unwritable_name", errno.ENOSPC: "unwritable_full", errno.EDQUOT: "unwritable_full",
}  # fmt: skip
"""Why a file cannot be written, by the system's answer."""


def write_csv(path: Path, rows: list[list[str]], source: Path | None = None) -> None:
    """Write rows as CSV that spreadsheets read as UTF-8, aside and then renamed. CaseError where that cannot be done.

    Only regular files are replaced, keeping their mode, never a read-only one, and never ``source``, the case file itself.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([[safe(cell) for cell in row] for row in rows])
    try:
        target = Path(os.path.realpath(path))
        code = _obstacle(path, target, source)
        if not code:
            _replace(target, text.getvalue())
    except OSError as error:
        raise CaseError([Problem(REFUSED.get(error.errno or 0, "unwritable"), str(path))]) from error
    if code:
        raise CaseError([Problem(code, str(path))])


def _obstacle(path: Path, target: Path, source: Path | None) -> str:
    """Why the target may not be replaced: a code, or empty."""
    if path.is_dir():
        return "unwritable_folder"
    if not target.exists():
        return "unwritable" if target.is_symlink() else ""
    if source is not None and source.exists() and target.samefile(source):
        return "unwritable_case"
    mode = target.stat().st_mode
    if not stat.S_ISREG(mode):
        return "unwritable_special"
    # Renaming asks nobody for leave to write the file itself.
    return "" if mode & 0o222 and os.access(target, os.W_OK) else "unwritable_permission"


def _replace(target: Path, text: str) -> None:
    """Write a file aside and rename it; an existing one keeps its mode."""
    aside = target.parent / f".planner-{secrets.token_hex(4)}"
    try:
        with aside.open("x", encoding="utf-8-sig", newline="") as file:
            file.write(text)
        if target.exists():
            aside.chmod(stat.S_IMODE(target.stat().st_mode))
        aside.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs: text that looks like a formula begins with an apostrophe."""
    return f"'{cell}" if cell.startswith(DANGEROUS) and not NUMBER.fullmatch(cell) else cell
