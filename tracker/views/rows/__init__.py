"""What programs read: one module per resource, each with its frozen row and the view that gives pages of it."""
