"""What people write: units, affairs, reforms, rules, posts and people as records with their lines, not yet in time."""
