"""Fixtures of the workplace's tests."""

from __future__ import annotations

import pytest

from baophu.decisions.services.redeciding import redecide
from baophu.registry.models import Person
from tests.workplace.builders import Family, a_family


@pytest.fixture
def family(db: None) -> Family:
    """A family of four in Bình Liêu, decided as of today."""
    return _decided(a_family())


@pytest.fixture
def lasting_family(transactional_db: None) -> Family:
    """The same where a browser or another process looks too."""
    return _decided(a_family())


def _decided(made: Family) -> Family:
    redecide(Person.objects.values_list("pk", flat=True))
    return made
