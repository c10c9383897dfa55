"""Paths, settings, clock, log and translations: what the program needs of the machine. No Qt here."""
