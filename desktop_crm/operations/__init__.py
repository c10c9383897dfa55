"""What a person can change: one function per action, one file per noun."""
