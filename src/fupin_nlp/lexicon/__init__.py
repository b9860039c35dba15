"""Data files and the strict loader that reads them; patterns are compiled here and nowhere else."""
