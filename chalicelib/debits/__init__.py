"""Direct debits: mandates, what is debited by them, and what becomes of it.

Owns: mandates (*mandats SEPA*), debits (*prélèvements*), files for the bank (pain.008).

| noun | in the field | what it is |
|---|---|---|
| Mandate | mandat | a customer's leave to debit him: of GoCardless, or the house's own; one per customer |
| Account | compte à débiter | the IBAN of a mandate of the house's own, sealed |
| Collection | prélèvements d'une facture | all that is debited for one invoice, one item |
| Debit | prélèvement | one instalment asked once: by GoCardless or in a file |
| DebitFile | fichier de prélèvements | debits given to the bank together (pain.008) |

| a mandate is | may become |
|---|---|
| pending (à signer, ou chez la banque) | active, cancelled |
| active | cancelled |
| cancelled (refusé, révoqué) | pending, active |

| a debit is | may become |
|---|---|
| submitted (demandé) | confirmed, paid_out, failed, charged_back, cancelled |
| confirmed (encaissé) | paid_out, failed, charged_back |
| paid_out (versé) | failed, charged_back |
| failed (rejeté) | submitted |
| charged_back (contesté) | paid_out |
"""
