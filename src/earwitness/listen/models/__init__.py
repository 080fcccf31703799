"""Speech models on this machine: how each kind is recognised, where they lie, how one is fetched."""
