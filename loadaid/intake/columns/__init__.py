"""One column decided as a whole: days, scores, loads, lengths, counts, words."""
