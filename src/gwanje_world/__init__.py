"""World tables and their sources: data only, no code."""
