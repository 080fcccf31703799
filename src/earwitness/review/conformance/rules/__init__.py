"""One predicate a row, in one module a family of rows."""
