"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class CoverConfig(AppConfig):
    name = "baophu.cover"
    label = "cover"
