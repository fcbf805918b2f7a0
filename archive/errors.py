"""The error of the archive. In a module of its own: what opens a database takes long to load."""


class ArchiveError(Exception):
    """The archive cannot be used; the message is one sentence for the operator."""
