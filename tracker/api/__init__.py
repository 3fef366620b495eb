"""The read API: what programs may read of one workspace with a token, as JSON and JSON-LD over HTTP.

One table (`tracker.api.resources`) names each resource with its row, view and filters; routes, paging, the description
by OpenAPI and the linked data follow from it. Nothing here writes, and nothing knows the screen.
"""
