"""Linked data in and out: reading it safely, and what it says of services and organisations; no database here."""
