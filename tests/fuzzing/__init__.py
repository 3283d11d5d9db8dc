"""What the fuzzer draws: an office's folder with every kind of file, structure-aware damage to each, and command lines.

A drawn file keeps the form of a good one, so that most of it is read before the damage is met: a value is exchanged for an odd one
or for another of the same file, a key is doubled, a token of a condition is replaced, a row of a ledger is changed and the hashes
made anew. `tests/test_fuzzing.py` runs the command line on them; `holding` says what must hold.
"""
