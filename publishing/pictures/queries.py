"""The queries of the pictures, as a reader may run and change them in Datasette."""

MONTHS = """
select month, topic, sum(articles) as articles
from months
where (:topic = '' or topic = :topic)
  and (:province = '' or :province in (province, province_now))
  and (:site = '' or site = :site)
group by month, topic
order by month, topic
"""

PROVINCES = """
select province, province_now, sum(articles) as articles
from months
where topic = :topic and province is not null
group by province
order by province_now, province
"""

# The sign + keeps SQLite from fetching each article that has the words: the index of months has
# all that is counted.
PHRASE = """
select month, count(*) as articles
from articles
where +id in (select rowid from articles_fts where articles_fts match :phrase)
  and duplicate_of is null
group by month
order by month
"""

# The same as one value, counted by Python: to group the rows takes SQLite half as long again. The
# comma after each month tells "no month" from "no article".
PHRASE_MONTHS = """
select group_concat(substr(day, 1, 7) || ',', '')
from articles_fts
cross join article_facets on article_facets.id = articles_fts.rowid
where articles_fts match :phrase
  and articles_fts.rowid not in (select id from articles where duplicate_of is not null)
"""

CHANGES = """
select substr(revisions.seen, 1, 7) as month, articles.site,
  'edited' as change, count(distinct articles.id) as articles
from revisions
join articles on articles.id = revisions.article_id
where revisions.cause = 'edited' and (:site = '' or articles.site = :site)
group by 1, 2
union all
select substr(gone_since, 1, 7) as month, site, 'gone' as change, count(*) as articles
from articles
where gone_since > '' and (:site = '' or site = :site)
group by 1, 2
order by month desc, site, change
"""

SITES = """
select sites.name, sites.title, sites.state, sites.province_now,
  (select day from articles where site = sites.name and newest >= 100000000 order by newest limit 1)
    as first_day,
  (select day from articles where site = sites.name order by newest desc limit 1) as last_day
from sites
where last_day is not null
order by last_day desc, sites.name
"""

TOPICS = "select distinct topic from months order by topic desc"
MADE = "select made from releases order by rowid desc limit 1"
"""When the release that readers get was made."""
