# The whole archive on your computer: search it, and count.
from urllib.request import urlretrieve

import sqlite_utils

urlretrieve("http://127.0.0.1:8001/archive.db", "archive.db")
database = sqlite_utils.Database("archive.db")
for article in database["articles"].search('"dân vận khéo"', limit=5):
    print(article["day"], article["title"], article["url"])
print(database["articles"].count)
