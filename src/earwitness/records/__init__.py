"""The nouns of the five layers: frozen values."""
