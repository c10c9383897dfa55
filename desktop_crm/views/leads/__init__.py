"""The lead inbox: quick capture, the table, the card of a lead with its steps."""
