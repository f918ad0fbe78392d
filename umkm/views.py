"""Pages of umkm."""
