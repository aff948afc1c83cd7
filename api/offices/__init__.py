"""The register of offices and people: who sits where, appointments, delegations, absences."""
