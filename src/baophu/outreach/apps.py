"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "baophu.outreach"
    label = "outreach"
