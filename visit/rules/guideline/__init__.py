"""A guideline: from its documents to statements that can be decided.

`layering` finds the documents that it is made of, `drafting` and `building` bind them, `values` holds what comes out. `by_date`
makes one on many dates; `consistency` looks for what layers owe each other; `admission` reads an operator's own terms.
"""
