"""Start Django for a command or a script: settings, then the apps."""

from __future__ import annotations

import os

import django
from django.apps import apps


def start() -> None:
    """Make models usable; does nothing the second time."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baophu.site.settings")
    if not apps.ready:
        django.setup()
