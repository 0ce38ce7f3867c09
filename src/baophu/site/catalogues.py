"""Catalogues of texts: what translators write (`.po`) made into what Django reads (`.mo`).

Done at installation and before the tests.
"""

from __future__ import annotations

from pathlib import Path

import polib

PACKAGE = Path(__file__).parent.parent


def compile_catalogues() -> None:
    """Write the `.mo` beside every `.po` of baophu that is newer."""
    for po in PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            polib.pofile(str(po)).save_as_mofile(str(mo))


if __name__ == "__main__":
    compile_catalogues()
