"""The Scrapy project: how sites are read, politely, and the command line."""
