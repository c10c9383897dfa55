"""The deal pane: its head and one file per tab."""
