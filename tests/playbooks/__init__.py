"""Tests of the playbooks."""
