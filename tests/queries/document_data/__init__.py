"""Tests of the data of the documents."""
