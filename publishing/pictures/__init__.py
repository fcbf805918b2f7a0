"""Charts and the map, drawn by the server: `/-/pictures` lists them, and each has a page.

Each picture has its numbers in a table below it, and a link to the query that found them.
"""

from publishing.pictures import pages, phrases

ROUTES = [
    (r"^/-/pictures$", pages.index),
    (r"^/-/pictures/months$", pages.months),
    (r"^/-/pictures/map$", pages.country_map),
    (r"^/-/pictures/phrases$", phrases.page),
    (r"^/-/pictures/changes$", pages.changes),
    (r"^/-/pictures/silence$", pages.silence),
]
