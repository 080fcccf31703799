"""Rules about one quotation that was found: what was left out of it, joined in it, or covered by it."""
