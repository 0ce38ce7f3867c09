"""baophu: universal health insurance for a province, from the law to the person."""

__version__ = "0.1.0"
