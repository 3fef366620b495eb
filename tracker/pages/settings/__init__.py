"""The page Settings: thresholds, and the personal data a workspace keeps."""
