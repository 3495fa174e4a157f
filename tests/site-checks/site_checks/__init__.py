"""Checks of a published site that share no code with Diglot.

They know the formats that the site is written in (HTML, Atom, sitemaps) and nothing of how it was made.
Only Python's standard library is used; the Nu checker and xmllint are called as programs.
"""
