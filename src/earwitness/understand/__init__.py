"""Reading what was heard: translations of the words, each a version that names its maker."""
