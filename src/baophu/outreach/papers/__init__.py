"""Papers that leave the house: notices with a household's own figures, leaflets, texts of messages."""
