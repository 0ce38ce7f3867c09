"""The common task, its oracle and its contenders (see ``run.py``)."""
