"""The parts of the import screen: where files are dropped, how they are understood, what became of them."""
