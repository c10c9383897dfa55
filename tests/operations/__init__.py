"""Tests of what a person can change."""
