"""Bytes to tables: what a file is, archives, workbooks, text."""
