"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "baophu.care"
    label = "care"
