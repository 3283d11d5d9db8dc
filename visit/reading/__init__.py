"""A file becomes a checked document: YAML with the place of every value, its shape, and every fault in words.

`source` reads a file, `yaml_events` makes values of what the parser says, `documents/` holds the shapes, `validation` checks
against them and `fault_words` words what is wrong; `acceptance` takes what is surely well-formed without them; `cpr` refuses CPR
numbers.
"""
