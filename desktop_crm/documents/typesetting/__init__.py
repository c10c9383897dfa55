"""From text to pages: characters, lines, strips, pages. Only `fonts` and `paper` know reportlab."""
