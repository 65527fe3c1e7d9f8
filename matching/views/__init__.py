"""Pages of matching, by who opens them: advisers, mentors, newcomers, and buddies of a cohort."""
