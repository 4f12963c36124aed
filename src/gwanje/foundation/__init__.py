"""Floor 0: instants and periods, identifiers, codes, names, citations, markings, figures, content text, errors."""
