"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "baophu.imports"
    label = "imports"
