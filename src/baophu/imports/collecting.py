"""Python's collector of reference cycles, put off while very many small objects that live on are made.

It would look through all of them again and again and find nothing: a third of the time of a large preview.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """No collection within; inside another such block, or where it is off anyway, this does nothing."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
