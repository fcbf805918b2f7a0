# SQL on the Parquet file of the articles, without a server.
from urllib.request import urlretrieve

import duckdb

urlretrieve("http://127.0.0.1:8001/articles.parquet", "articles.parquet")
print(
    duckdb.sql("""
        select province_now, count(*) as articles, round(avg(words)) as words
        from 'articles.parquet'
        where duplicate_of is null
        group by province_now
        order by articles desc
    """)
)
