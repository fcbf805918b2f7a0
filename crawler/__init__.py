"""The Scrapy project: crawls the sites politely."""
