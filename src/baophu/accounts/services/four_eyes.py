"""Four eyes: merges, large imports, settlements, appropriations, law books, void cards wait for a second officer.

An app registers what is done on approval, in a module its `AppConfig.ready` imports:

    @four_eyes.handler("merge")
    def merge_people(proposal: Proposal, approver: User) -> Json:
        ...  # raise a Refused if it can no longer be done; what is returned is kept as the proposal's `result`

The handler runs inside the transaction that approves, so it is done whole and once or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import cast

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from baophu.accounts.acts import Act, Kind
from baophu.accounts.errors import AlreadyDecided, NotAllowed, Refused
from baophu.accounts.models import Proposal, ProposalUnit, User
from baophu.accounts.services.scope import acts_of, require, units_of
from baophu.law.model import Text

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None
Handler = Callable[[Proposal, User], Json]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is done on approval, and which acts proposing and approving are."""

    do: Handler
    propose: Act
    approve: Act


_kinds: dict[str, _Kind] = {}


def handler(kind: Kind, act: Act | None = None, propose: Act | None = None) -> Callable[[Handler], Handler]:
    """Register what approving a kind does. `act` is what the approver must be allowed (else `approve_<kind>`),
    `propose` what the proposer must be allowed (else `propose_<kind>`). A kind has one handler."""

    def register(do: Handler) -> Handler:
        known = _kinds.get(kind)
        if known is not None and known.do is not do:
            raise ValueError(f"{kind} already has a handler: {known.do.__module__}.{known.do.__qualname__}")
        approving = act or cast("Act", f"approve_{kind}")
        _kinds[kind] = _Kind(do, propose or cast("Act", f"propose_{kind}"), approving)
        return do

    return register


def kinds() -> tuple[str, ...]:
    """The kinds somebody registered a handler for."""
    return tuple(sorted(_kinds))


def propose(
    kind: Kind,
    payload: Json,
    by: User,
    summary: Text,
    units: Iterable[str] | None,
    reason: str = "",
) -> Proposal:
    """Lay something before a second officer. Nothing is done yet.

    `units` are the codes it concerns; None: the whole province. `summary` is the sentence the second officer reads.
    NotAllowed if the proposer may not propose this kind or it reaches beyond the proposer's units.
    """
    rules = _rules(kind)
    codes = None if units is None else frozenset(units)
    if codes is not None and not codes:
        raise ValueError("a proposal concerns at least one unit, or the whole province (None)")
    with transaction.atomic():
        officer = _now(by)
        require(officer, rules.propose)
        _require_units(officer, codes)
        proposal = Proposal.objects.create(
            kind=kind,
            payload=payload,
            summary_vi=summary.vi,
            summary_en=summary.en,
            whole=codes is None,
            by=officer,
            at=timezone.now(),
            reason=reason.strip(),
        )
        ProposalUnit.objects.bulk_create(ProposalUnit(proposal=proposal, unit=c) for c in sorted(codes or ()))
    return proposal


def approve(proposal: Proposal, by: User) -> Proposal:
    """Approve a waiting proposal and do what it proposes, in one transaction; the proposal as it is then.

    NotAllowed for the officer who proposed it, one without the act or one of other units; AlreadyDecided if somebody
    else was first. If the handler refuses, nothing is done, the proposal waits on with the reason noted, and the
    Refused is raised again. Call it outside of transactions, so that the note is kept.
    """
    rules = _rules(proposal.kind)
    doing = False
    try:
        with transaction.atomic(durable=True):
            decided = _decide(proposal, by, Proposal.State.APPROVED, rules.approve)
            doing = True
            result = rules.do(decided, decided.decided_by or by)
            Proposal.objects.filter(pk=decided.pk).update(result=result)
    except Refused as refused:
        if doing:
            waiting = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.WAITING)
            waiting.update(error_vi=refused.text.vi, error_en=refused.text.en)
        raise
    return Proposal.objects.get(pk=proposal.pk)


def reject(proposal: Proposal, by: User, why: str) -> Proposal:
    """Refuse a waiting proposal, saying why. Errors as for `approve`; Refused if no reason is given."""
    if not why.strip():
        raise Refused("Hãy nêu lý do từ chối.", "Say why it is rejected.")
    with transaction.atomic():
        return _decide(proposal, by, Proposal.State.REJECTED, _rules(proposal.kind).approve, why.strip())


def withdraw(proposal: Proposal, by: User) -> Proposal:
    """Take back one's own waiting proposal. NotAllowed for anybody else; AlreadyDecided if it no longer waits."""
    with transaction.atomic():
        officer = _now(by)
        if officer.pk != proposal.by_id or not officer.serves():
            raise NotAllowed("Chỉ người đề nghị được rút đề nghị.", "Only whoever proposed it can withdraw it.")
        return _end(proposal, officer, Proposal.State.WITHDRAWN)


def proposals(user: User) -> QuerySet[Proposal]:
    """Proposals a user may see: their own, and those of kinds they may propose or approve within their units."""
    acts = acts_of(user)
    if not user.serves():
        return Proposal.objects.none()
    reach = Q(kind__in=[kind for kind, rules in _kinds.items() if rules.approve in acts or rules.propose in acts])
    scope = units_of(user)
    if scope is not None:
        beyond = ProposalUnit.objects.filter(proposal=OuterRef("pk")).exclude(unit__in=scope)
        reach &= Q(~Exists(beyond), whole=False)
    return Proposal.objects.filter(Q(by=user) | reach).order_by("-at", "-id")


def waiting_for(user: User) -> QuerySet[Proposal]:
    """Waiting proposals this user could approve now: of others, of kinds and units of theirs."""
    acts = acts_of(user)
    kinds_of = [kind for kind, rules in _kinds.items() if rules.approve in acts]
    return proposals(user).filter(state=Proposal.State.WAITING, kind__in=kinds_of).exclude(by=user)


def _rules(kind: str) -> _Kind:
    if kind not in _kinds:
        raise LookupError(f"no handler is registered for proposals of kind {kind!r}; known: {', '.join(kinds())}")
    return _kinds[kind]


def _now(user: User) -> User:
    """The user as the database has it now: rights may have gone since the request began."""
    return User.objects.get(pk=user.pk)


def _require_units(officer: User, units: frozenset[str] | None) -> None:
    scope = units_of(officer)
    if scope is None or (units is not None and units <= scope):
        return
    raise NotAllowed(
        "Việc này vượt ra ngoài địa bàn được giao; hãy chuyển cho cán bộ tỉnh hoặc cán bộ của địa bàn đó.",
        "This reaches beyond the units entrusted to this account; pass it to the province or to that unit's officer.",
    )


def _decide(proposal: Proposal, by: User, state: str, act: Act, why: str = "") -> Proposal:
    """End a waiting proposal by another officer who may; inside a transaction."""
    officer = _now(by)
    if officer.pk == proposal.by_id:
        raise NotAllowed(
            "Người đề nghị không được tự quyết; cần một người thứ hai.",
            "Whoever proposed it cannot decide it; a second officer is needed.",
        )
    require(officer, act)
    units = None if proposal.whole else frozenset(proposal.units.values_list("unit", flat=True))
    _require_units(officer, units)
    return _end(proposal, officer, state, why)


def _end(proposal: Proposal, officer: User, state: str, why: str = "") -> Proposal:
    """Of several officers at once one changes the row from waiting; the others find it changed."""
    changed = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.WAITING).update(
        state=state,
        decided_by=officer,
        decided_at=timezone.now(),
        decision_reason=why,
        error_vi="",
        error_en="",
    )
    if not changed:
        raise AlreadyDecided(
            "Đề nghị này đã được quyết hoặc đã rút.",
            "This proposal has already been decided or withdrawn.",
        )
    return Proposal.objects.select_related("by", "decided_by").get(pk=proposal.pk)
