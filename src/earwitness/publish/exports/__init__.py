"""The words of a recording in the formats of other programs: one module a format, a sheet in, bytes out."""
