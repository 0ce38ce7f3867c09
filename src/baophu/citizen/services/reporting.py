"""Reports of errors: said by a citizen, answered by an officer of the unit, the answer comes back as a notice."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from baophu.accounts.models import User
from baophu.accounts.services import require
from baophu.citizen.errors import NotYours, WrongState
from baophu.citizen.models import Reply, Report
from baophu.citizen.services import noticing
from baophu.law.model import Text
from baophu.registry.models import Person

ABOUT: Mapping[str, object] = {
    "name": gettext_lazy("Họ tên, ngày sinh, giới tính, dân tộc"),
    "number": gettext_lazy("Số định danh, mã số, số thẻ"),
    "residence": gettext_lazy("Nơi ở, hộ gia đình, thường trú"),
    "standing": gettext_lazy("Diện hộ nghèo, cận nghèo, mức sống"),
    "status": gettext_lazy("Việc làm, việc học, lương hưu, trợ cấp"),
    "card": gettext_lazy("Thẻ: thời hạn, mức hưởng"),
    "visit": gettext_lazy("Lần khám tôi không biết"),
    "look": gettext_lazy("Có người xem hồ sơ của tôi mà tôi không rõ vì sao"),
    "other": gettext_lazy("Điều khác"),
}
"""What a report may be about."""

ENDED = (Report.State.RIGHT, Report.State.WRONG)


def say(user: User, person: Person, about: str, text: str, mark: str) -> Report:
    """Say that something recorded of a person is wrong; it goes to the person's unit. The same `mark` says it once.

    WrongState for somebody who lives in no unit of the province.
    """
    if person.unit_id is None:
        raise WrongState(
            "Hồ sơ này chưa có nơi cư trú nên chưa biết gửi cho xã nào; hãy đến Uỷ ban nhân dân nơi bạn ở.",
            "This record has no residence, so no commune can be asked; please go to the one where you live.",
        )
    try:
        with transaction.atomic():
            return Report.objects.create(
                person=person,
                unit_id=person.unit_id,
                about=about,
                text=text.strip(),
                by=user,
                at=timezone.now(),
                mark=mark[:40],
            )
    except IntegrityError:
        return Report.objects.get(person=person, mark=mark[:40])


def of_person(person: Person) -> QuerySet[Report]:
    """A person's reports, the latest first."""
    return Report.objects.filter(person=person).prefetch_related("replies").order_by("-id")


def reply(number: int, user: User, state: str, text: str) -> Reply:
    """Answer a report: what was done or why nothing is; the citizen is told. NotAllowed for who may not record.

    WrongState for a report that was answered before; NotYours for none. Which units are the user's is asked before
    (`seeing.report`).
    """
    require(user, "record")
    with transaction.atomic():
        report = Report.objects.select_for_update().filter(pk=number).first()
        if report is None:
            raise NotYours
        if report.state in ENDED:
            raise WrongState("Phản ánh này đã được trả lời xong.", "This report was answered before.")
        said = Reply.objects.create(report=report, by=user, at=timezone.now(), state=state, text=text.strip())
        report.state = state
        report.save(update_fields=["state"])
        noticing.tell(
            report.person,
            "report",
            f"report:{said.pk}",
            _answered(Report.State(state)),
            reverse("citizen:report", args=[report.pk]),
        )
    return said


def _answered(state: Report.State) -> Text:
    match state:
        case Report.State.RIGHT:
            return Text("Phản ánh của bạn đã được trả lời: đã sửa.", "Your report was answered: it was put right.")
        case Report.State.WRONG:
            return Text(
                "Phản ánh của bạn đã được trả lời: hồ sơ giữ nguyên, có nêu lý do.",
                "Your report was answered: the record stays as it is; the reason is given.",
            )
        case _:
            return Text("Phản ánh của bạn đang được xem.", "Your report is being looked at.")
