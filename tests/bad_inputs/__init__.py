"""The catalogue of bad inputs: 128 numbered kinds of file that patients really send, and what must come of each."""
