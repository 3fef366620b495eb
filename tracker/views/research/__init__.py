"""What a researcher asks of a workspace: how requirements were translated, how far coders agree, and the whole set."""
