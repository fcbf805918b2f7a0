"""What sites of one content management system share: patterns of addresses, and layouts."""
