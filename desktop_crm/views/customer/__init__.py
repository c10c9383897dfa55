"""The customer pane: profile, people, deals and what was said."""
