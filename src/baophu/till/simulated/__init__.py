"""A stand-in for a bank, for demonstrations: whoever presses the button has transferred. It answers nowhere else."""
