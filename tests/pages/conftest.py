"""Fixtures of the pages' tests."""

from __future__ import annotations

from tests.browser import chromium, page

__all__ = ["chromium", "page"]
