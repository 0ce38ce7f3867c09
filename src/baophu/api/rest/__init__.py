"""REST, version 1: what stands under `/api/v1/`."""
