"""Services: all of them, one in detail, and its use, trust, gate and journey."""
