"""What runs an archive unattended: which sites are crawled tonight, and what follows from it."""
