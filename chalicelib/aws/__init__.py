"""The gateway: the only layer that speaks to AWS, and the only one that knows a request, a transaction or an event.

| file | noun |
|---|---|
| config, clients, log | where we run, who we call, what we say |
| table, packing | the item: one pynamodb-typed table, a key-value store |
| journal | the entry every commit appends, and how it is read back |
| unit, working, commit, kinds | one use case = one transaction = one journal entry |
| call, http, front, about, problems | a request, its contract, its refusals |
| entry, relay | what runs outside a request: schedules, facts, tasks |
| files, mail, secrets, limits | documents, e-mails, sealed values, counters that protect |
| recovery | the table rebuilt from the archive |
"""
