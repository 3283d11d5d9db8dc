"""Every fact that a condition can name: `registry` lists them, `of_case` and `of_option` say how each is read."""
