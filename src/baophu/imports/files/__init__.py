"""Files as they come: Excel and CSV in, rows of cells out; refused rows back as Excel."""
