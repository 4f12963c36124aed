"""Speak to people and programs; render answers; compute nothing."""
