"""Pages of lists: a cursor says where the next page begins, and nobody needs to understand it."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from baophu.api.errors import WrongCursor

MOST = 100


def written(list_: str, after: Sequence[str | int]) -> str:
    """The cursor of what comes after a row of a list."""
    return base64.urlsafe_b64encode(json.dumps([list_, *after]).encode()).decode().rstrip("=")


def read(list_: str, cursor: str | None, shape: type[Any]) -> Any:
    """The key of the row a cursor stands behind; None without one. WrongCursor for one that was not given out here."""
    if not cursor:
        return None
    try:
        told = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except ValueError:
        raise WrongCursor from None
    if not (isinstance(told, list) and len(told) == 2 and told[0] == list_ and type(told[1]) is shape):
        raise WrongCursor
    if shape is int and not 0 <= told[1] < 2**63:
        raise WrongCursor
    return told[1]
