"""Nurturing who is not ready, caring for who has bought."""
