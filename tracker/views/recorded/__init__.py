"""Records and measurements that still count."""
