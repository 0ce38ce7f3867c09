"""Fixtures of the engine's tests."""

from __future__ import annotations

from ..postgres import postgres as postgres
from .spark import spark as spark
