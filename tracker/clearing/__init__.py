"""People look again at what changed texts made suspect: it is kept, changed or withdrawn, and they say why.

Every clearing is a row and an event, in one transaction; it can be taken back as long as nothing has followed on it.
"""
