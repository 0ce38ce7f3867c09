"""Translations: every `locale/*/LC_MESSAGES/*.po` of baophu is compiled to the `.mo` that Django reads.

`make` calls `python -m baophu.pages.catalogues` when it installs; whoever starts the site with a catalogue older than
its text compiles it then.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def catalogues() -> Iterator[Path]:
    """Every catalogue of baophu as it is written."""
    yield from PACKAGE.glob("locale/*/LC_MESSAGES/*.po")
    yield from PACKAGE.glob("*/**/locale/*/LC_MESSAGES/*.po")


def compile_stale() -> list[Path]:
    """Compile what is older than its text; the files written. A folder that cannot be written to is left alone."""
    import polib

    written = []
    for source in catalogues():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        if not os.access(source.parent, os.W_OK):
            continue
        part = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(part))
        part.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    for file in compile_stale():
        print(file.relative_to(PACKAGE))
