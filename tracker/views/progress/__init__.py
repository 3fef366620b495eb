"""Progress: levels over time, what moved and why, what is overdue, how long things take, what changed since a day."""
