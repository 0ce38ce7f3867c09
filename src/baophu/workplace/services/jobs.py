"""Long work on imports: done at once where it is short, else by a worker, with progress kept where pages see it."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from baophu.accounts.errors import Refused
from baophu.accounts.models import Proposal, User
from baophu.accounts.services import approve, keep_looks
from baophu.imports.models import Import
from baophu.imports.services import apply, preview
from baophu.law.model import Text
from baophu.workplace.models import Job

SHORT = 200_000
"""Bytes of a list that a page reads itself."""

STALE = timedelta(seconds=90)
"""A job that has not told anything for so long has lost its process."""

UNCLAIMED = timedelta(seconds=8)
"""A job that nobody took up for so long waits for a worker that is not there."""

STEPS = {
    "read": Text("đọc tệp", "reading the file"),
    "match": Text("tìm xem ai là ai", "finding who is who"),
    "plan": Text("xem điều gì thay đổi", "seeing what would change"),
    "foresee": Text("tính xem ai được, ai mất hỗ trợ", "deciding who gains and loses support"),
    "keep": Text("lưu bản xem trước", "keeping the preview"),
    "write": Text("ghi vào sổ", "writing to the register"),
}
ORDER = tuple(STEPS)


def is_long(imp: Import) -> bool:
    """Whether a list is read by a worker and not by the page."""
    return imp.size > SHORT


def ask(imp: Import, kind: str, by: User) -> Job:
    """Have it done by a worker; the job that is under way already is the answer."""
    from baophu.workplace.tasks import work

    with transaction.atomic():
        there = under_way(imp)
        if there is not None:
            return there
        job = Job.objects.create(of=imp.pk, kind=kind, by=by, asked=timezone.now())
        transaction.on_commit(lambda: work.enqueue(job.pk) and None)
    return job


def under_way(imp: Import) -> Job | None:
    """The job of an import that waits or runs; one whose process is gone is noted as failed."""
    job = Job.objects.filter(of=imp.pk).order_by("-id").first()
    if job is None or job.state in (Job.State.DONE, Job.State.FAILED):
        return None
    if job.state == Job.State.RUNNING and job.beat is not None and timezone.now() - job.beat > STALE:
        lost = Text("Tiến trình đã dừng giữa chừng; hãy làm lại.", "The process ended in the middle; start again.")
        Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, error_vi=lost.vi, error_en=lost.en)
        return None
    return job


def failure(imp: Import) -> Text | None:
    """Why the last job of an import was refused, until another is asked for."""
    job = Job.objects.filter(of=imp.pk).order_by("-id").first()
    return Text(job.error_vi, job.error_en) if job is not None and job.state == Job.State.FAILED else None


def unclaimed(job: Job) -> bool:
    """Whether nobody takes a job up."""
    return job.state == Job.State.WAITING and timezone.now() - job.asked > UNCLAIMED


def carry_out(number: int) -> None:
    """Do a waiting job; of two who try, one does. What is refused is kept with it."""
    if not Job.objects.filter(pk=number, state=Job.State.WAITING).update(state=Job.State.RUNNING, beat=timezone.now()):
        return
    job = Job.objects.select_related("by").get(pk=number)
    imp = Import.objects.get(pk=job.of)
    ended: dict[str, object] = {"state": Job.State.FAILED, "error_vi": "Dừng vì lỗi.", "error_en": "Ended by an error."}
    try:
        with keep_looks():
            _do(job, imp)
        ended = {"state": Job.State.DONE, "done": 1.0}
    except Refused as refused:
        ended |= {"error_vi": refused.text.vi, "error_en": refused.text.en}
    finally:
        Job.objects.filter(pk=number).update(**ended)


def _do(job: Job, imp: Import) -> None:
    if job.kind == Job.Kind.APPROVE:
        approve(Proposal.objects.get(pk=imp.proposal or 0), job.by)
    elif job.kind == Job.Kind.APPLY:
        apply(imp, job.by, _Told(job.pk))
    else:
        preview(imp, job.by, _Told(job.pk))


class _Told:
    """Progress, kept at most twice a second, and only outside of the transaction that writes."""

    def __init__(self, job: int) -> None:
        self.job, self.at = job, 0.0

    def __call__(self, step: str, done: float) -> None:
        now = time.monotonic()
        if now - self.at < 0.5 or transaction.get_connection().in_atomic_block:
            return
        self.at = now
        place = ORDER.index(step) if step in ORDER else 0
        whole = (place + min(max(done, 0.0), 1.0)) / len(ORDER)
        Job.objects.filter(pk=self.job).update(step=step[:20], done=whole, beat=timezone.now())
