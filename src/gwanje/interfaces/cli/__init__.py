"""The command line: parses, asks for one answer or starts one flow, renders."""
