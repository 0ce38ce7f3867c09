"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class TillConfig(AppConfig):
    name = "baophu.till"
    label = "till"
