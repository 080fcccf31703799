"""Rules about the words of the story itself, with every quotation blanked out."""
