"""Writing what was read into the archive: one module a kind of thing that comes in."""
