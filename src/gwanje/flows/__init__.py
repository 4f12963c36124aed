"""One file, one verb: what touches more than one room."""
