"""Pure formulas, one file each: no database, no clock of their own, no Qt."""
