"""The notices of a campaign as one PDF, a household a page: short ones at once, long ones by a worker."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from baophu.accounts.errors import Refused
from baophu.accounts.models import User
from baophu.accounts.services import keep_looks, log_looks, require, units_of
from baophu.accounts.services.reasons import kept
from baophu.cover import vietqr
from baophu.cover.errors import CoverError
from baophu.cover.services.quoting import Priced, prices, quote_many
from baophu.cover.vietqr import Account, NoAccount
from baophu.decisions.services.lawbooks import active
from baophu.engine.cards import RuleError
from baophu.engine.cards.effects import payment_terms
from baophu.engine.months import month_of
from baophu.law.model import Book
from baophu.outreach.errors import NobodyThere
from baophu.outreach.models import Campaign, Papers
from baophu.outreach.papers.household import Letter, letter
from baophu.outreach.papers.setting import pdf
from baophu.outreach.services import campaigns
from baophu.pages import sources
from baophu.pages.written import day as day_text
from baophu.registry.models import Household, Person

SHORT = 60
"""Households whose notices a page makes while it is waited for."""

PIECE = 50
"""Households reckoned at a time."""

STALE, UNCLAIMED = timedelta(seconds=90), timedelta(seconds=8)
Told = Callable[[int], None]


def ask(of: Campaign, by: User, language: str = "vi") -> Papers:
    """Ask for the notices of a campaign's people without cover, or whose card ends, in one's units.

    Short ones are made at once, long ones wait for a worker. NobodyThere when nobody of them is left.
    """
    require(by, "quote")
    households = _households(of, by)
    if not households:
        raise NobodyThere("Không còn hộ nào để gửi thông báo.", "No household is left to write to.")
    scope = units_of(by)
    with transaction.atomic():
        made = Papers.objects.create(
            campaign=of,
            units=sorted(scope) if scope is not None else [],
            language=language,
            households=len(households),
            by=by,
            asked=timezone.now(),
        )
        if len(households) > SHORT:
            from baophu.outreach.tasks import set_papers

            transaction.on_commit(lambda: set_papers.enqueue(made.pk) and None)
    if len(households) <= SHORT:
        carry_out(made.pk)
        made.refresh_from_db()
    return made


def carry_out(number: int) -> None:
    """Make waiting notices; of two who try, one does. What is refused is kept with them."""
    waiting = Papers.objects.filter(pk=number, state=Papers.State.WAITING)
    if not waiting.update(state=Papers.State.RUNNING, beat=timezone.now()):
        return
    papers = Papers.objects.select_related("campaign", "by").get(pk=number)
    ended: dict[str, Any] = {"state": Papers.State.FAILED, "error_vi": "Dừng vì lỗi.", "error_en": "Ended by an error."}
    began = time.perf_counter()
    try:
        with keep_looks(), override(papers.language):
            content, pages, skipped = _set(papers)
        ended = {"state": Papers.State.DONE, "digest": _keep(content), "pages": pages, "skipped": skipped}
    except Refused as refused:
        ended |= {"error_vi": refused.text.vi, "error_en": refused.text.en}
    finally:
        ended["seconds"] = round(time.perf_counter() - began, 2)
        Papers.objects.filter(pk=number).update(**ended)


def latest(of: Campaign, by: User) -> Papers | None:
    """The notices of a campaign that were asked for last by this officer; one whose process is gone has failed."""
    papers = Papers.objects.filter(campaign=of, by=by).order_by("-id").first()
    if papers is None or papers.state != Papers.State.RUNNING or papers.beat is None:
        return papers
    if timezone.now() - papers.beat > STALE:
        papers.state, papers.error_vi = Papers.State.FAILED, "Tiến trình đã dừng giữa chừng; hãy làm lại."
        papers.error_en = "The process ended in the middle; start again."
        papers.save(update_fields=["state", "error_vi", "error_en"])
    return papers


def unclaimed(papers: Papers) -> bool:
    """Whether nobody takes them up: no worker runs."""
    return papers.state == Papers.State.WAITING and timezone.now() - papers.asked > UNCLAIMED


def file_of(papers: Papers) -> Path | None:
    """The PDF, or None where there is none, or not the one that was made."""
    file = _folder() / f"{papers.digest}.pdf"
    if not papers.digest or not file.exists():
        return None
    return file if hashlib.sha256(file.read_bytes()).hexdigest() == papers.digest else None


def name_of(papers: Papers) -> str:
    """`thong-bao-12-20261127-mo-phong.pdf`."""
    mark = "-mo-phong" if sources.simulated() else ""
    return f"thong-bao-{papers.campaign_id}-{timezone.localtime(papers.asked):%Y%m%d}{mark}.pdf"


def made_of(
    found: Sequence[int], *, by: User | None, target: str = "", language: str = "vi", told: Told | None = None
) -> tuple[bytes, int, list[str]]:
    """Notices for some households as PDF, how many pages, and who was left out with the reason. Prices are kept as
    quotes, so that what is transferred finds its household. NobodyThere when there is nothing to write.
    """
    today, book = timezone.localdate(), active()
    months = longest(book, today)
    letters: list[dict[str, Any]] = []
    files: dict[str, bytes] = {}
    skipped: list[str] = []
    to = _account()
    with override(language):
        for piece in _pieces(found):
            for one in _letters(piece, today, months, by, skipped):
                data, code = letter(one, book, to, month_of(today))
                name = f"code-{one.home.pk}.svg" if code else ""
                if code:
                    files[name] = code
                letters.append({**data, "code": name})
            if told is not None:
                told(len(piece))
        if not letters:
            raise NobodyThere("Không còn hộ nào để gửi thông báo.", "No household is left to write to.")
        data = {
            **_frame(language, to, months, today, book),
            "target": target,
            "households": letters,
        }
        return pdf("notice", data, files), len(letters), skipped


def _set(papers: Papers) -> tuple[bytes, int, list[str]]:
    assert papers.by is not None
    of, households = papers.campaign, _households(papers.campaign, papers.by)
    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        Papers.objects.filter(pk=papers.pk).update(done=done, beat=timezone.now())

    people = Person.objects.filter(stays__household__in=households, stays__retracted=None)
    log_looks(
        papers.by,
        people.values_list("pk", flat=True).distinct(),
        kept(gettext_lazy("lập thông báo gửi hộ gia đình")),
        "outreach",
    )
    return made_of(households, by=papers.by, target=of.target, language=papers.language, told=told)


def _households(of: Campaign, by: User) -> list[int]:
    """Households of a campaign's people who are without a card or whose card ends within the days followed."""
    wanted = campaigns.to_be_told(of, by, timezone.localdate()).select_related(None)
    wanted = wanted.order_by("unit", "household", "pk")
    return list(dict.fromkeys(wanted.values_list("person__current__household", flat=True)))


def _letters(piece: Sequence[int], today: date, months: int, by: User | None, skipped: list[str]) -> Iterator[Letter]:
    found = prices(piece, today, months)
    priced = {h: p for h, p in found.items() if isinstance(p, Priced)}
    skipped += [f"{h}: {p}" for h, p in found.items() if not isinstance(p, Priced)]
    quotes = quote_many(priced.values(), by)
    homes = Household.objects.select_related("head").in_bulk(list(priced))
    persons = [line.person for p in priced.values() for line in p.lines]
    years = {n: born.year for n, born in Person.objects.filter(pk__in=persons).values_list("pk", "born")}
    for household in piece:
        if household in priced:
            one = priced[household]
            unit = sources.unit_name(one.lines[0].standing.unit)
            yield Letter(one, quotes.get(household), homes[household], unit, years)


def _pieces(found: Sequence[int]) -> Iterator[Sequence[int]]:
    return (found[at : at + PIECE] for at in range(0, len(found), PIECE))


def longest(book: Book, today: date) -> int:
    """The longest time that may be paid for at once: what most pay. CoverError where the book is silent."""
    try:
        return max(payment_terms(book, today)[0])
    except RuleError as error:
        raise CoverError(f"Sổ luật không nói được đóng mấy tháng: {error}", str(error)) from error


def _account() -> Account | None:
    try:
        return vietqr.account()
    except NoAccount:
        return None  # the page says so before; a notice without a code still says everything else


def _frame(language: str, to: Account | None, months: int, today: date, book: Book) -> dict[str, Any]:
    allowed = ", ".join(str(n) for n in sorted(payment_terms(book, today)[0]))
    simulated = sources.simulated()
    return {
        "language": language,
        "title": _("Thông báo về thẻ bảo hiểm y tế"),
        "simulated": _("DỮ LIỆU MÔ PHỎNG · Không ai trong đây là người thật") if simulated else "",
        "day": _("Ngày %(day)s") % {"day": day_text(today)},
        "footer": _("Số liệu ngày %(day)s theo sổ luật %(book)s (%(digest)s). Có gì chưa đúng, xin báo cho nơi gửi.")
        % {"day": day_text(today), "book": book.name, "digest": book.digest[:12]},
        "account": {
            "name": to.name if to else "",
            "number": to.number if to else "",
            "simulated": bool(to and to.simulated),
        },
        "words": {
            "dear": _("Kính gửi hộ:"),
            "name": _("Họ và tên"),
            "born": _("Năm sinh"),
            "cover": _("Thẻ BHYT"),
            "group": _("Nhóm tham gia"),
            "pays": _("Ai đóng"),
            "what_to_do": _("Hộ cần đóng"),
            "joins": _("Người tham gia"),
            "a_month": _("Một tháng"),
            "for_months": _("Cho %(n)s tháng") % {"n": months},
            "card": _("thẻ"),
            "total": _("Cả hộ"),
            "pay_by": _("Nên đóng trước hết ngày"),
            "holds": _("Giá này giữ đến hết ngày"),
            "while_holds": _("ngày cuối cùng giá này còn giữ"),
            "taper": _("Người sau trong cùng hộ, cùng năm được giảm dần."),
            "terms": _("Có thể đóng mỗi lần cho %(allowed)s tháng.") % {"allowed": allowed},
            "purpose": _("Nội dung:"),
            "not_real": _("MÃ MÔ PHỎNG, không chuyển được tiền"),
            "free": _("được ngân sách đóng toàn bộ, không phải nộp tiền; chỉ cần đến làm hồ sơ để nhận thẻ."),
            "work": _("đóng qua nơi làm việc hoặc cơ quan bảo hiểm xã hội; hãy hỏi nơi đó về thẻ của mình."),
            "supports": _("Đã được ngân sách hỗ trợ"),
            "where": _("Làm ở đâu"),
            "where_text": _("Trung tâm Phục vụ hành chính công hoặc nhân viên thu bảo hiểm y tế tại"),
            "bring": _("Mang theo căn cước và mã số bảo hiểm xã hội của từng người, nếu có."),
        },
    }


def _keep(content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{digest}.part"
    part.write_bytes(content)
    part.replace(folder / f"{digest}.pdf")
    return digest


def _folder() -> Path:
    return Path(settings.HOME) / "papers"
