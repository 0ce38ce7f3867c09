"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "baophu.registry"
    label = "registry"
