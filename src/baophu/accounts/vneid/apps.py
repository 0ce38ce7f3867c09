"""The app for Django: allauth finds `provider.py` beside it."""

from __future__ import annotations

from django.apps import AppConfig


class VneidConfig(AppConfig):
    name = "baophu.accounts.vneid"
    label = "vneid"
