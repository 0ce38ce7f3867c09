"""From the register to decisions and back: snapshots, runs, the current decision of each person."""
