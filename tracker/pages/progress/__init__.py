"""Progress: where things went over time, why, what is late and how long things take."""
