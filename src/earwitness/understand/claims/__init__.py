"""What is claimed: in which words, in which mood, from what knowledge. Rules suggest, persons decide."""
