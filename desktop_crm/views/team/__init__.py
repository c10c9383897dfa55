"""The team: its table and the facts of one member."""
