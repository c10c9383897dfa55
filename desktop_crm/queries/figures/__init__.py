"""What the charts are made from: one file for each question."""
