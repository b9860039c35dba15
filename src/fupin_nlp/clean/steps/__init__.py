"""The cleaning steps: each a function from a text to its patches."""
