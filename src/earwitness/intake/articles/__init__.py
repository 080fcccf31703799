"""Articles: paragraphs, quotations and what the publisher states about recordings."""
