"""The templates that patients fill: CSV, workbook and a page of paper, in French and in English. See `__main__`."""
