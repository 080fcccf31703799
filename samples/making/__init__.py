"""How the sample releases are made: speech, line, files, transcripts, truth."""
