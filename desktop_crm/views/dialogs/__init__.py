"""Windows of their own: the first run, the keys, the preview."""
