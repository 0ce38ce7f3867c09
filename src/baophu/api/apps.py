"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "baophu.api"
    label = "api"
