"""Playbooks: how a company sells, read from TOML files: stages, guides, gates, grades, clocks."""
