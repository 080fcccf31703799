"""The index of fingerprints: which sound stands where. Disposable, made again from the derived codes."""
