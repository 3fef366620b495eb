"""The statement of how far the app can be used by everybody."""
