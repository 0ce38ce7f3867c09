"""Tests of the engine: against a plain-Python oracle, against other databases, and with facts that cannot be."""
