"""The nouns: frozen values that every other part takes and gives."""
