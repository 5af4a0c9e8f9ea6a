"""Shop: selling on the web, on a site of ours or beside one of theirs. (Nouns declared; the code has its own issue.)

| noun | in the field | what it is |
|---|---|---|
| Shop | boutique | a site or a page, its look, its grid, its depot, its delivery rules |
| Cart | panier | lines of a visitor; abandoned ones are followed |
| Account | espace client | a customer's access to his orders and prices |
| Widget | widget | a piece of the shop inside another site (the only public cross-origin endpoints) |
| Link | synchronisation | an outside shop (WooCommerce) whose orders come in and whose stock goes out |

Life cycle of a cart: open → ordered · open → abandoned.

The last bottle is sold once: a checkout reserves stock in the order's own transaction. Prices come from `pricing` as
everywhere, with their trace.
"""
