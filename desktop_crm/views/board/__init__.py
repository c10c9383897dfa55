"""The kanban board: columns of painted cards."""
