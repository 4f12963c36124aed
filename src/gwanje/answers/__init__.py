"""Typed read models: what a command, an endpoint and a page all say. One question, one frozen type, computed once."""
