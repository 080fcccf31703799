"""Rules about what a draft carries besides the words that readers see: files, hidden words, what was published before."""
