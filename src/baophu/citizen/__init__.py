"""Pages of citizens: "Am I supported?", my card, my family, my visits."""
