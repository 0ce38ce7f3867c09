"""The Steering Committee's quarterly report: what it says, as PDF and as a workbook."""
