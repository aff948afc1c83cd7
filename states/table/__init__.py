"""One table of all the deadlines of an object: kept, missed, running, suspended and to come."""
