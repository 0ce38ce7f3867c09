"""Fixtures of the interfaces' tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from baophu.decisions.services.redeciding import redecide
from baophu.registry.models import Person
from tests.api.builders import a_facility, forget_everything
from tests.workplace.builders import Family, a_family


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> Iterator[None]:
    forget_everything()
    yield
    forget_everything()


@pytest.fixture
def family(db: None) -> Family:
    """A family of four in Bình Liêu, decided as of today, and a hospital."""
    return _made()


@pytest.fixture
def lasting_family(transactional_db: None) -> Family:
    """The same where another program looks, too."""
    return _made()


def _made() -> Family:
    made = a_family()
    a_facility()
    redecide(Person.objects.values_list("pk", flat=True))
    return made
