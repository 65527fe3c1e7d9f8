"""What is owed now: rules asked, messages written, and asked again before they go."""
