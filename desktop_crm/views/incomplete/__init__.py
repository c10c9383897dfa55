"""The parts of the screen that completes what an import left open."""
