"""Entries, chart, lettering and the FEC: pure functions over integer cents and dates.

Nouns: a `Chart` says which account; an `Entry` is a balanced set of `Line`s; `OpenItems` are the customer lines not yet
matched; a `FecRow` is one line of the legal file. The one trick: entries are a function of facts, so the books can be
rebuilt from the journal and compared.
"""
