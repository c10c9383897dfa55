"""The parts of the screen of figures."""
