"""One file per page: `show(visit)` loads, asks and shows. Which role has which page stands in rooms.py."""
