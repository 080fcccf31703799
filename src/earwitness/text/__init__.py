"""Words of speech in Russian, Ukrainian and English: strings in, strings out."""
