"""What patients really have, read into the rows of a log folder: bytes, tables, columns, cells, rows, each with its origin."""
