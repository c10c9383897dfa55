"""The calendar: month, week, agenda, the list of one day, and the line that makes a plan."""
