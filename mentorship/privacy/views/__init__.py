"""Who sees what, one's own data, and what goes."""
