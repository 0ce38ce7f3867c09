"""States an import goes through, and which step may follow which."""

from __future__ import annotations

from collections.abc import Iterable

from baophu.accounts.models import User
from baophu.accounts.services import require, units_of
from baophu.imports.errors import NotNow, NotYours
from baophu.imports.models import Import
from baophu.imports.words import pick_label

State = Import.State


def locked(imp: Import) -> Import:
    """The import as it stands now, kept from others until the transaction ends."""
    return Import.objects.select_for_update(of=("self",)).get(pk=imp.pk)


def must_be(imp: Import, *states: str) -> None:
    """NotNow unless the import is in one of these states."""
    if imp.state not in states:
        raise NotNow("not in state", number=imp.pk, state=pick_label(imp.state), wanted=_listed(states))


def may_handle(imp: Import, by: User) -> None:
    """NotAllowed unless somebody may import; NotYours when the list speaks for units that are not theirs."""
    require(by, "import")
    own = units_of(by)
    if own is not None and imp.by_id != by.pk and not (imp.units and set(imp.units) <= own):
        raise NotYours("import not yours", number=imp.pk)


def _listed(states: Iterable[str]) -> object:
    return pick_label(*states)
