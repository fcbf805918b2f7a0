"""How the archive is shown to readers: its description for Datasette, and what is made from it."""
