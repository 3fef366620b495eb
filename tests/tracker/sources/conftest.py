"""The invented outside for the tests of this folder."""

from tests.outside import network, outside

__all__ = ["network", "outside"]
