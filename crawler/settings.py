"""Scrapy settings: polite by default."""

from archive.settings import read_settings

_own = read_settings()

BOT_NAME = "danvan-archive"
SPIDER_MODULES = ["spiders"]
SPIDER_LOADER_CLASS = "crawler.loader.CardLoader"
USER_AGENT = "danvan-archive/0.1 (archive of Vietnamese local news for research; nightly)"
ROBOTSTXT_USER_AGENT = BOT_NAME  # the name that a robots.txt can address

# What an operator sets in danvan.toml; see archive.settings.
DATABASE_URL = _own.database_url
CAPTURES_DIR = _own.captures_dir  # if empty, see archive.database.captures_dir
CRAWL_ORIGIN = _own.crawl_origin
CONTACT = _own.contact  # see crawler.contact
DOWNLOAD_DELAY = _own.download_delay
CONCURRENT_SITES = _own.concurrent_sites
# The budget of one crawl of one site. By day the archive is free, whatever a site does at night.
MAX_RUN_SECONDS = _own.max_run_seconds
MAX_RUN_REQUESTS = _own.max_run_requests
MAX_RUN_BYTES = _own.max_run_bytes
MAX_HOST_REQUESTS = _own.max_host_requests

EXTRACTION_SECONDS = 20.0  # for a page
PROGRESS_SECONDS = 30.0  # between two lines in the log about a crawl

# In the order of the listings, newest first: of two pages with one text, the first is the article.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

# One request at a time to a host, with a pause; SiteSpider.update_settings has the exception.
DOWNLOADER = "crawler.downloader.HostDownloader"
ROBOTSTXT_OBEY = True
ROBOTSTXT_PARSER = "crawler.robots.BoundedRobotParser"
CONCURRENT_REQUESTS = 8
# Bytes of pages that wait for the extraction, for each site; beyond this, fetching pauses.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 1_000_000
CONCURRENT_ITEMS = 4  # a page yields one item, but Scrapy starts this many tasks for it
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY_JITTER = 0  # the delay is the least, not the mean
AUTOTHROTTLE_ENABLED = True
CRAWL_DELAY_MAX_SECONDS = 60.0  # of a robots.txt
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
RETRY_TIMES = 1  # no page is requested more than twice
RETRY_AFTER_MAX_SECONDS = 120.0  # a host that asks for a longer pause is left alone for the night
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the ledger says what failed
COOKIES_ENABLED = False  # crawler.requests keeps those of a chain of redirects
REDIRECT_ENABLED = False  # every redirect is followed where its target can be judged
TELNETCONSOLE_ENABLED = False
COMPRESSION_ENABLED = False  # the download handler unpacks
METAREFRESH_ENABLED = False  # news pages reload themselves for their counters
REFERRER_POLICY = "no-referrer"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "vi,en;q=0.5",
    "Accept-Encoding": "gzip, deflate",  # what every web archive tool can unpack
}

# A site can redirect to any scheme: there is no handler for the operator's files, FTP or S3.
DOWNLOAD_HANDLERS = {
    **dict.fromkeys(("data", "file", "ftp", "s3")),
    "http": "crawler.handlers.OriginDownloadHandler",
    "https": "crawler.handlers.OriginDownloadHandler",
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.StayOnSiteMiddleware": 50,
    "crawler.middlewares.HttpOnlyMiddleware": 60,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.SharedRobotsMiddleware": 100,
    "crawler.middlewares.UnreadableRobotsMiddleware": 540,  # after the retries (550)
    "crawler.measuring.MeasuringMiddleware": 560,  # before the retries take a response
}
SPIDER_MIDDLEWARES = {"crawler.middlewares.SpiderErrorMiddleware": 10}
# Without its remote control: that loads aiohttp, a web server, even if it is off.
EXTENSIONS_BASE = dict.fromkeys(
    (
        "scrapy.extensions.corestats.CoreStats",
        "scrapy.extensions.logcount.LogCount",
        "scrapy.extensions.telnet.TelnetConsole",
        "scrapy.extensions.memusage.MemoryUsage",
        "scrapy.extensions.memdebug.MemoryDebugger",
        "scrapy.extensions.closespider.CloseSpider",
        "scrapy.extensions.feedexport.FeedExporter",
        "scrapy.extensions.logstats.LogStats",
        "scrapy.extensions.spiderstate.SpiderState",
        "scrapy.extensions.throttle.AutoThrottle",
    ),
    0,
)
EXTENSIONS = {
    "crawler.budget.RunBudget": 0,
    "crawler.crawl_delay.CrawlDelay": 10,  # after AutoThrottle
    "crawler.extensions.ProgressLog": 0,
}
ITEM_PIPELINES = {
    "pipelines.capture.CapturePipeline": 100,
    "pipelines.extract.ExtractPipeline": 200,
    "pipelines.classify.ClassifyPipeline": 300,
    "pipelines.deduplicate.DeduplicatePipeline": 400,
    "pipelines.store.StorePipeline": 500,
}
WARN_ON_GENERATOR_RETURN_VALUE = False  # Scrapy would parse each callback's source; types tell
LOG_LEVEL = "INFO"
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
