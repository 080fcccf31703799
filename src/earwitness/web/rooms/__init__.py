"""The rooms of the desk: one module a page or a kind of answer, each with its own routes."""
