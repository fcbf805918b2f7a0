"""One file for each province; a site file reads like the card of its site."""
