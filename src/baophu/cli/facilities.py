"""Facilities: the list as it comes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from baophu.cli.register import migrated
from baophu.cli.shared import LangOption, failures


def facilities(
    file: Annotated[Path, typer.Argument(help="CSV: code, name, unit, level, former_class, points, provisional, …")],
    lang: LangOption = "vi",
) -> None:
    """Take a list of facilities (UTF-8 CSV, days 2025-01-31), all or nothing; what is there is changed by its code."""
    with migrated(lang), failures():
        from baophu.care.services.facilities import take_list

        done = take_list(file)
    if lang == "en":
        print(f"{done.added} added, {done.changed} changed, {done.unchanged} as they were")
    else:
        print(f"Thêm {done.added}, sửa {done.changed}, giữ nguyên {done.unchanged}")
