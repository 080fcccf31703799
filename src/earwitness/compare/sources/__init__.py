"""How many independent sources stand behind a claim: items, keys, links, components, and why."""
