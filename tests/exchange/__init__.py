"""Tests of files coming in and going out."""
