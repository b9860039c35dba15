"""The plot stage."""
