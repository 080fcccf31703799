"""The evidence bag: what a desk publishes, so that others can verify it without this program.

facts (from the desk) -> veil (what may go out) -> content (one file a kind) -> payload and tag files -> seal;
reading/ is our own reader of bags, of this kind and of any other BagIt.
"""
