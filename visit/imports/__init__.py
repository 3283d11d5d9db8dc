"""Files that offices have, read into documents of visit's own: sheets of rows, and what their columns mean.

Knows cells and what is written in them; leaves what a document may hold to `reading`. Nothing is guessed: what is not clear stays
out, and is told with its cell.
"""
