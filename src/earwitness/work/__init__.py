"""Running the stages over an archive, so that they can be interrupted and resumed."""
