"""Programs that check the project or rebuild its data files; none is part of the library."""
