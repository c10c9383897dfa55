"""Looking at a PDF: its pages, the widget that shows them, printing, and files on disk."""
