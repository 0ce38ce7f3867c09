"""What the interfaces do, as plain functions."""
