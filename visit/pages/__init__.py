"""Answers as pages: one self-contained HTML file each, made of templates.

A page says what a sheet says, with pictures beside it; every picture has a table or a text that says the same. It runs no script,
asks no network and is the same bytes for the same answer. Leaves to `render` what is said, and to `commands` where the file goes.
"""
