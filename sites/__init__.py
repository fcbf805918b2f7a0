"""What a site is, without requesting anything from it."""
