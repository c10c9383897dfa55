"""Tests of lines, strips and pages."""
