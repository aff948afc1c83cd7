"""What is known before anyone writes: territories, offices, past waves and real campuses, as files read once."""
