"""Open interfaces: REST and FHIR R4."""
