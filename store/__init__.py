"""What lasts: tables, transactions, the desk that writes, the board that reads, reference data."""
