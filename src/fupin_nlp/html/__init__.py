"""The html stage."""
