"""`baophu figures`: keep the figures of a run of decisions; `baophu report`: the committee's quarterly report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from baophu.cli.shared import Failure, FormatOption, LangOption, as_json, choice, day, language, progress_bar

if TYPE_CHECKING:
    from baophu.decisions.models import Run


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(figures)
    app.command()(report)


def figures(
    run: Annotated[str, typer.Option("--run", help="Number of a run; left out: the last one.")] = "",
    folder: Annotated[
        Path | None, typer.Option("--folder", help="A run's folder, as `baophu decide` writes it.")
    ] = None,
    on: Annotated[str, typer.Option("--on", help="Day the figures speak of; left out: the run's own.")] = "",
    lang: LangOption = "vi",
    format: FormatOption = "text",
) -> None:
    """Keep the figures of a run: coverage, money, lapses, endings and the forecast, for pages and reports."""
    choice("format", format, ("text", "json"))
    _started(lang)
    from baophu.accounts.errors import Refused
    from baophu.engine.months import show
    from baophu.steering.services import figures as service
    from baophu.steering.services import reading

    if run and folder is not None:
        raise Failure("--run and --folder name two runs; give one of them")
    asked = day(on) if on else None
    try:
        with progress_bar() as progress:
            if folder is not None:
                kept = service.keep(folder, day=asked, progress=progress)
            else:
                found = _run(run)
                kept = service.keep(found.folder, number=found.pk, day=asked or found.day, progress=progress)
    except Refused as refused:
        raise Failure(str(refused)) from refused
    count = reading.total(kept, kept.month)
    ahead = reading.foreseen(kept).get("")
    told = {
        "run": kept.run,
        "month": show(kept.month),
        "living": count.living,
        "insured": count.insured,
        "coverage": None if count.rate is None else str(count.rate),
        "forecast": None
        if ahead is None or ahead.rate is None
        else {"month": show(ahead.month), "rate": float(ahead.rate)},
        "simulated": kept.simulated,
        "weight": kept.weight,
        "seconds": kept.seconds,
    }
    if format == "json":
        print(as_json(told))
        return
    from fractions import Fraction

    from baophu.insight.format import percent, whole

    mark = {"vi": "Dữ liệu mô phỏng. ", "en": "Simulated data. "}[lang] if kept.simulated else ""
    words = {
        "vi": f"{mark}Tháng {show(kept.month)}: {whole(count.insured)} có thẻ trên {whole(count.living)} người"
        f" đang sống tại các đơn vị, {percent(count.rate or Fraction(0))}; tính trong {kept.seconds:.1f} giây.",
        "en": f"{mark}{show(kept.month)}: {whole(count.insured)} insured of {whole(count.living)} people"
        f" living in the units, {percent(count.rate or Fraction(0))}; kept in {kept.seconds:.1f} s.",
    }
    print(words[lang])


def report(
    quarter: Annotated[str, typer.Argument(help="The quarter, 2026-3; left out: the last one known whole.")] = "",
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder to write the two files to.")] = Path(),
    site: Annotated[str, typer.Option("--site", help="What stands before addresses.")] = "http://localhost:8000",
    lang: LangOption = "vi",
) -> None:
    """Make the Steering Committee's quarterly report of the figures kept last, as PDF and xlsx, and keep it."""
    _started(lang)
    import shutil

    from baophu.accounts.errors import Refused
    from baophu.steering.report.gather import quarters
    from baophu.steering.services import reading, reports

    try:
        kept = reading.in_use()
        known = quarters(kept)
        year, number = _quarter(quarter) if quarter else next((q for q in known if _whole(q, kept.month)), known[0])
        made = reports.make(kept, year, number, reports.last_heading(), language=lang, site=site)
    except Refused as refused:
        raise Failure(str(refused)) from refused
    out.mkdir(parents=True, exist_ok=True)
    for kind in reports.KINDS:
        file = reports.file_of(made, kind)
        assert file is not None
        shutil.copyfile(file, out / reports.name_of(made, kind))
        print(out / reports.name_of(made, kind))


def _quarter(text: str) -> tuple[int, int]:
    year, _, number = text.partition("-")
    if not (year.isdigit() and number.lstrip("qQ") in ("1", "2", "3", "4")):
        raise Failure(f"{text!r} is not a quarter; write it as 2026-3")
    return int(year), int(number.lstrip("qQ"))


def _whole(quarter: tuple[int, int], month: int) -> bool:
    return quarter[0] * 12 + 3 * quarter[1] - 1 <= month


def _run(number: str) -> Run:
    from baophu.decisions.models import Run
    from baophu.decisions.services import running

    if number and not number.isdigit():
        raise Failure(f"--run is a number, not {number!r}")
    found = Run.objects.filter(pk=int(number), state=Run.State.DONE).first() if number else running.latest()
    if found is None:
        raise Failure(
            f"there is no run {number} that is done" if number else "nothing was decided yet; run `baophu run` first"
        )
    return found


def _started(lang: str) -> None:
    from baophu.site.start import start

    language(lang)
    start()
    from django.utils import translation

    translation.activate(lang)
