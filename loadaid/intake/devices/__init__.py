"""Files of watches, phones and training apps: one file per format, all giving the same rows."""
