"""The archive on disk: originals, custody, catalog, derived results, search."""
