"""What a person or program is shown: a sheet of blocks for people, JSON documents for programs.

`sheet` says what stands on the page, `terminal` and `plain` only how it looks there, `document` is the same as data.
"""
