"""What the weekly and the monthly report say, read for a period and a team."""
