"""One program for each way of doing the common task, all with the interface of ``harness.py``."""
