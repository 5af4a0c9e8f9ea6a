"""Tenancy: who may enter, which company they work in, and what each company has decided.

Nouns, in the trade's words:

- **utilisateur** (`User`): one person, one login, however many companies. Belongs to no company.
- **session de connexion** (`Session`): an opened browser; opaque token, only its hash is stored; listed and
  revocable.
- **second facteur** (`Totp`): a six-digit code that works once, with ten recovery codes.
- **société** (`Company`): the estate or merchant; legal identity, address, bank account, logo, one of 11
  colours.
- **membre** (`Member`): a user in a company, with a role; perhaps limited to his own customers.
- **invitation**: an address asked to join, for seven days, once.
- **rôle**: a named set of scopes; seven are given, a company adds its own.
- **clé d'API** (`ApiKey`): a program's way in, with scopes, shown once.
- **paramètre** (`Setting`): declared once with its levels, type and default; the company holds the last level
  but one.
- **vue** (`View`): a list as someone wants to see it again (filters, sort, columns), his own or shared.
- **webhook**: an address of a partner that is told what happens, signed; its **livraisons** are tried 8
  times.

Life cycles (each state change is one commit):

| noun | from | to |
|---|---|---|
| invitation | pending | accepted, withdrawn, expired (by its date) |
| API key | active | revoked |
| delivery | waiting | delivered, dead |
| delivery | dead, delivered | waiting (replayed, same event id) |

Decisions worth knowing: a new user may work at once in a company of his own, but must have verified his
e-mail address before inviting anyone; a worker remembers an identity for 30 seconds at most, so a revoked
session, key or role is refused everywhere within 60; members and login sessions are read by key and never
enter the read model.
"""
