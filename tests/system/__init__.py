"""Tests of what the program needs of the machine."""
