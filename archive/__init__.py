"""The archive: one database in which every URL ever requested has exactly one outcome."""
