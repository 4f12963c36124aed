"""The organisation out as W3C ORG, Popolo and CSV, and in from Popolo and CSV."""
