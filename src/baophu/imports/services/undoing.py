"""Take an import back: as a whole once it was applied, or give it up before."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from baophu.accounts.models import Proposal, User
from baophu.accounts.services import four_eyes
from baophu.imports.models import Import, Request
from baophu.imports.services.states import State, locked, may_handle, must_be
from baophu.registry.models import Entry
from baophu.registry.services.undoing import undo as undo_entry


def undo(imp: Import, by: User, reason: str = "") -> Import:
    """Undo everything an applied import recorded. BuiltOn when later entries stand on it: they are named."""
    may_handle(imp, by)
    with transaction.atomic():
        now = locked(imp)
        must_be(now, State.APPLIED)
        assert now.entry is not None
        undo_entry(now.entry, by=by, reason=reason)
    imp.refresh_from_db()
    return imp


def taken_back(entry: Entry, by: Entry, **_: Any) -> None:
    """An entry is being undone, by whatever way (`registry.signals.undoing`): what hangs on it here goes along."""
    Import.objects.filter(entry=entry, state=State.APPLIED).update(state=State.UNDONE)
    Request.objects.filter(entry=entry, withdrawn=None).update(withdrawn=by)
    if entry.undoes_id is not None:  # an undoing is undone: the import holds again
        Import.objects.filter(entry=entry.undoes_id, state=State.UNDONE).update(state=State.APPLIED)
        Request.objects.filter(withdrawn=entry).update(withdrawn=None)


def abandon(imp: Import, by: User) -> Import:
    """Give an import up that was not applied; its file stays."""
    may_handle(imp, by)
    with transaction.atomic():
        now = locked(imp)
        must_be(now, State.UPLOADED, State.MAPPED, State.PREVIEWED)
        now.state = State.ABANDONED
        now.save(update_fields=["state"])
    imp.refresh_from_db()
    return imp


def reopen(imp: Import, by: User) -> Import:
    """Take a waiting import back from the second officer, or go on with one that was rejected; it is previewed anew."""
    may_handle(imp, by)
    with transaction.atomic():
        now = locked(imp)
        must_be(now, State.WAITING)
        proposal = Proposal.objects.filter(pk=now.proposal or 0).first()
        if proposal is not None and proposal.state == Proposal.State.WAITING:
            four_eyes.withdraw(proposal, by)
        now.state, now.seen, now.proposal = State.MAPPED, "", None
        now.save(update_fields=["state", "seen", "proposal"])
    imp.refresh_from_db()
    return imp
