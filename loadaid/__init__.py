"""loadaid: reads a patient's logged sessions and daily strain, and says what the symptom response suggests."""
