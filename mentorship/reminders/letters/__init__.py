"""From a message to words: a mail as it will be, texts of one's own, and turning some off."""
