"""Pure functions from the bytes of a page to an Article: no network, no database, no clock.

`extraction.extract` is the way in. Nothing is imported here: a card of a site needs the data types
alone, and the rules take a tenth of a second to import.
"""
