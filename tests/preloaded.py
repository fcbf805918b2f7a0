"""What `tests.forked` loads once for all commands: the modules and the site cards."""

import gc
import importlib
import sys

from operations.release_report import _ENVIRONMENT, FILE
from operations.sending import Message, send
from operations.words import vietnamese
from sites.loading import load_sites

# Not `danvan` and `crawler.settings`, which read the environment when they are imported.
_MODULES = (
    "alembic.command", "alembic.config", "httpx", "rich.logging", "rich.progress", "trafilatura",
    "scrapy.core.engine", "scrapy.crawler", "scrapy.dupefilters", "scrapy.logformatter",
    "scrapy.pqueues", "scrapy.squeues", "scrapy.statscollectors",
    *(f"scrapy.downloadermiddlewares.{name}" for name in (
        "cookies", "defaultheaders", "downloadtimeout", "httpauth", "httpcache", "httpcompression",
        "httpproxy", "offsite", "redirect", "retry", "stats", "useragent",
    )),
    *(f"scrapy.extensions.{name}" for name in (
        "closespider", "corestats", "feedexport", "logcount", "logstats", "memdebug", "memusage",
        "spiderstate", "telnet", "throttle",
    )),
    *(f"scrapy.spidermiddlewares.{name}" for name in (
        "depth", "httperror", "metacopy", "start", "urllength",
    )),
    "archive.search", "crawler.crawl_delay", "crawler.extensions", "crawler.handlers",
    "crawler.measuring", "crawler.probe", "crawler.process", "crawler.robots", "crawler.spider",
    "operations.choice", "operations.nightly", "operations.status", "pipelines.extract",
    "pipelines.store", "replay.backfill", "replay.importing", "replay.reextraction",
    "sqlite_utils.cli", "datasette.cli",
)  # fmt: skip

# sqlite-utils would load pandas, for a quarter of all the time that this takes.
sys.modules["pandas"] = None  # type: ignore[assignment]
for _name in _MODULES:
    importlib.import_module(_name)
load_sites()
send(Message("json://127.0.0.1"))  # it sends nothing, and has Apprise load all that it can send to
_ENVIRONMENT.get_template(FILE)  # these two are compiled and read for each release otherwise
vietnamese("")
gc.collect()
gc.freeze()  # looking for garbage among all this takes a tenth of a second
