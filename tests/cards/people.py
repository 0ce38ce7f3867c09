"""People the tests ask about."""

from __future__ import annotations

from datetime import date

from baophu.engine.one import Person

AN = Person("an", date(1980, 1, 1))
