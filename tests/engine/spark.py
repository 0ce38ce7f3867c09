"""One Spark session for all tests that ask for it."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from ..postgres import missing

SETTINGS = {
    "spark.master": "local[2]",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.ansi.enabled": "true",
}


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session of Spark on this machine."""
    if importlib.util.find_spec("pyspark") is None:
        missing("pyspark is not installed (pip install baophu[spark])")
    if shutil.which("java") is None:
        missing("Java is not installed; Spark needs version 17 or later")
    builder = importlib.import_module("pyspark.sql").SparkSession.builder.appName("baophu")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
