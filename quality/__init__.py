"""Gold annotations, and the programs that measure rules against them."""
