"""Forms of the workplace, one file a subject."""
