"""The law book to read: instruments, provisions in words, parameters over time, examples, two days compared."""
