"""The settings of the project, for commands that need Scrapy's."""

from scrapy.settings import Settings


def project_settings() -> Settings:
    """Return the project's Scrapy settings, in whatever folder the command is called."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    return settings
