"""FHIR R4: what stands under `/api/fhir/r4/`."""
