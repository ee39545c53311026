"""What is printed from the rules: the evidence page."""
