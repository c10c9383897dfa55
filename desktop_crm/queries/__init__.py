"""What is read: one file per screen or document; a query takes a session and returns frozen rows."""
