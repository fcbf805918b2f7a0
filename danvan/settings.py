"""The settings of the project, for commands that need Scrapy's."""

from scrapy.settings import Settings

from danvan.common import command_errors


def project_settings() -> Settings:
    """Return the project's Scrapy settings, in whatever folder the command is called.

    Raises CommandError if a setting is wrong.
    """
    settings = Settings()
    with command_errors():
        settings.setmodule("crawler.settings", priority="project")
    return settings
