"""What one cell says: numbers, days, lengths, sets, and the same words however they are typed."""
