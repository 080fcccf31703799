"""Our reader of bags: BagIt first, then what an evidence bag adds to it. Bags are hostile input."""
