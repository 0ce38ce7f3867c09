"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class CitizenConfig(AppConfig):
    name = "baophu.citizen"
    label = "citizen"
