"""Who speaks when within one recording; labels only, nothing that describes a voice is given out."""
