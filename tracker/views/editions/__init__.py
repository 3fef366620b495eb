"""What new editions of guidelines changed, and what of a workspace that concerns."""
