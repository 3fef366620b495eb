"""Looking everything over: what holds, what does not, where it is and what to do (python -m tracker doctor)."""
