"""What an adviser sees of it: past and future in one timeline."""
