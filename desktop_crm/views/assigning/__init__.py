"""Giving leads to members: ranking, preview, notices, the answer of the member, the list of the manager."""
