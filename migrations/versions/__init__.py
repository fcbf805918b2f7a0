"""One file per schema version; `down_revision` names the version before it."""
