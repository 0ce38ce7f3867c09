"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "baophu.decisions"
    label = "decisions"
