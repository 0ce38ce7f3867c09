"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "baophu.pages"
    label = "pages"
