"""Loaded before Django's settings are (`-p tests.home`): nothing of the tests touches the demonstration's folder."""

from __future__ import annotations

import os
import tempfile

HOME = tempfile.TemporaryDirectory(prefix="baophu-tests-")
os.environ["BAOPHU_HOME"] = HOME.name
