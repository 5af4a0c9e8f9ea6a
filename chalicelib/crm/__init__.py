"""CRM: the people and businesses an estate sells to.

Owns: customers (*clients*) with their addresses and contacts, and customer categories (*catégories de
clients*).

What public registers say of their numbers (docs/registers.md).

Nouns: Customer · Address · Contact · Category · Check · Finding.

| state of a customer | may become | meaning |
|---|---|---|
| active | archived | found in lists and order entry |
| archived | active | kept with its documents; not offered in order entry |

A customer is `individual` (*particulier*) or `business` (*professionnel*): the kind drives VAT, payment
term and SEPA rules. It belongs to at most one representative; a user limited to own customers does not know
that the others exist (404, never 403). A customer that a document names is *in use* and is archived, never
deleted.

The grid (*tarif*) of a customer is only a reference here: pricing, above, tells which grids may be named (`offer`,
`withdraw`) and ignores one that is archived. A representative is a member of the company when he is chosen.
"""
