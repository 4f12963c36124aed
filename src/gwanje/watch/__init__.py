"""Floor 3: what the country depends on, which foreign measures touch it, what ends soon. Pure but for `store`."""
