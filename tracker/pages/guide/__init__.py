"""The guide for users: the chapters of docs/guide, read beside the app they describe."""
