"""Words as pictures: fonts, line breaks, quote cards, subtitles on a frame."""
