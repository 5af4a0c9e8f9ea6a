"""Mailing: the e-mails a company sends to its customers, and what became of each.

Owns: messages (*courriels*), e-mail templates (*modèles de courriels*), addresses that get nothing more (*adresses
arrêtées*). What is sent, and to whom, is decided by the rooms above that own the documents.

| noun | in the field | what it is |
|---|---|---|
| Letter | courriel à envoyer | what a room wants sent: a sort, a customer, a document, its variables |
| Message | courriel | one e-mail as it was sent: addresses, subject, text, the SHA-256 of what was attached |
| Happening | accusé | what the provider told of a message: delivered, opened, bounced, complained |
| Template | modèle | subject and text of a sort of letter in one language; those nobody changed are the given ones |
| Stop | adresse arrêtée | an address that complained or does not exist: nothing more goes there until it is cleared |

| a message is | may become | meaning |
|---|---|---|
| queued (en attente) | sending, failed | asked; leaves within seconds |
| sending (en cours) | sent, queued, failed | given to the provider, no word yet |
| sent (envoyé) | none | accepted by the provider; what follows are happenings |
| failed (non parti) | none | did not leave, with the reason; asked again as another message |

What a list shows is the status: that state, or the gravest happening since (delivered, opened, bounced, complained).
"""
