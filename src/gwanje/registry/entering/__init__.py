"""From records to dated entries: each statement and event is checked against the state it meets, day after day."""
