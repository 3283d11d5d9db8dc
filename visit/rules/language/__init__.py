"""The condition language: `expression` parses, `types` and `binding` type, `values` computes with what is not known."""
