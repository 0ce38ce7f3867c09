"""Cover for places without a line: signed snapshots, and check-ins that are sent later."""
