"""The interpret stage."""
