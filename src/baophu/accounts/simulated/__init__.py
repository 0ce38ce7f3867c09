"""A stand-in for VNeID, for demonstrations: anybody may say who they are. It answers nowhere else."""
