"""Public files taken apart, so that every byte of them is looked at as what it is: text, tag, coded picture or sound."""
