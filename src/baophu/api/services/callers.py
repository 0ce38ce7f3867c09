"""Who asks: the organisation behind a key, looked up once in some seconds a process."""

from __future__ import annotations

import hmac
import secrets
import string
import threading
import time
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from baophu.api.errors import NoKey, NoScope
from baophu.api.models import Key
from baophu.registry.models import Person
from baophu.registry.models.person import PersonQuerySet

FRESH = 5.0
"""Seconds for which a key is taken as it was found: one that is revoked works no longer than that."""
MOST = 2000
"""Keys remembered at once, right and wrong ones."""
MARK = "bp"
LETTERS = string.ascii_letters + string.digits


@dataclass(frozen=True, slots=True)
class Caller:
    """The organisation that asks, as one of its keys lets it. `units` None: the whole province."""

    organisation: int
    name: str
    key: int
    scopes: frozenset[str]
    facility: str
    units: frozenset[str] | None
    per_minute: int
    per_day: int

    def needs(self, scope: str) -> None:
        """NoScope unless the key has a scope."""
        if scope not in self.scopes:
            raise NoScope(scope)

    def people(self) -> PersonQuerySet:
        """The people it may read: those standing, of its units."""
        return Person.objects.standing().in_units(self.units)


_known: dict[str, tuple[float, Caller | None]] = {}
_lock = threading.Lock()


def new_token() -> tuple[str, str]:
    """A token nobody can guess, and the prefix by which it is told from others."""
    prefix = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{MARK}_{prefix}_{''.join(secrets.choice(LETTERS) for _ in range(40))}", prefix


def digest(token: str) -> str:
    """What is kept of a token: worthless without the installation's secret, quick to make at every request."""
    return hmac.new(settings.SECRET_KEY.encode(), token.encode(), sha256).hexdigest()


def caller(authorization: str) -> Caller:
    """Who an `Authorization` header is of. NoKey when there is none, or the key does not work today."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NoKey
    found = _caller(token.strip())
    if found is None:
        raise NoKey
    return found


def forget() -> None:
    """Ask the database again for every key."""
    with _lock:
        _known.clear()


def _caller(token: str) -> Caller | None:
    known = digest(token)
    now = time.monotonic()
    at, found = _known.get(known, (-FRESH, None))
    if now - at < FRESH:
        return found
    found = _looked_up(token, known)
    with _lock:
        if len(_known) >= MOST:
            _known.clear()
        _known[known] = (now, found)
    return found


def _looked_up(token: str, known: str) -> Caller | None:
    mark, _, rest = token.partition("_")
    prefix = rest.partition("_")[0]
    if mark != MARK or not (prefix.isascii() and prefix.isalnum()):
        return None
    row = Key.objects.select_related("organisation").filter(prefix=prefix).first()
    today = timezone.localdate()
    if row is None or not hmac.compare_digest(row.digest, known) or not row.valid_on(today):
        return None
    org = row.organisation
    if not (org.valid_from <= today and (org.valid_to is None or today <= org.valid_to)):
        return None
    units = None if org.whole else frozenset(org.units.values_list("unit", flat=True))
    return Caller(org.pk, org.name, row.pk, frozenset(row.scopes), org.facility, units, org.per_minute, org.per_day)
