"""The web application put together: settings, addresses, formats."""
