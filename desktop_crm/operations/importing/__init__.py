"""The import from within: one file for each kind of row, working in memory and writing in bulk."""
