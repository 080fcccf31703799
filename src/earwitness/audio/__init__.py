"""Sound: decoding, levels, peaks and clips. Float32 arrays and plain values."""
