"""The page of an article, its citations, and the page of the newspaper as it was captured."""
