"""Reusable widgets; each file is one of them and knows nothing of the database."""
