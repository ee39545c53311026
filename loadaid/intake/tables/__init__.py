"""Tables to rows of the log folder: where they begin, what their columns mean, what every line says."""
