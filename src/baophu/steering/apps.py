"""The app for Django."""

from __future__ import annotations

from django.apps import AppConfig


class SteeringConfig(AppConfig):
    name = "baophu.steering"
    label = "steering"
