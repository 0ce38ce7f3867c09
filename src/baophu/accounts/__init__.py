"""Users, roles, units entrusted, the access log, four eyes."""
