"""gwanje (관제, control tower): what a country depends on, what changed, whose job it is today."""
