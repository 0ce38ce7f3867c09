"""Citizens sign in through their identity provider: VNeID, or its stand-in in a demonstration."""
