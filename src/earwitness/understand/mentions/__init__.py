"""People, call signs, units, places and things that are spoken of: words found, and never replaced."""
