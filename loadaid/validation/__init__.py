"""What the reading is worth beside what people use today, counted on virtual patients whose truth is known."""
