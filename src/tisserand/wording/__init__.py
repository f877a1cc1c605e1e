"""Codes to sentences, in the reader's language; the standard library's gettext, no Django."""
