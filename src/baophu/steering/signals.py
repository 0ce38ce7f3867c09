"""What steering listens to: a run of decisions that is done has its figures kept."""

from __future__ import annotations
