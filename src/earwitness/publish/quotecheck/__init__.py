"""The quote check: a draft against what was heard, word by word, never by a similarity alone."""
