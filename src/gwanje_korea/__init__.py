"""South Korea's content: organisation, items, restrictions, facts. Data only, no code."""
