"""Clips with a picture: subtitles burned in, subtitle files, a page that can be embedded."""
