"""What the evaluation measures with: agreement, intervals, baselines, and one module per kind of labelled sentences."""
