"""The invented estates, the small one of `make run` and the large one of `make demo`: who buys, what is sold, and years
of trade up to today. Both are drawn by the same code from the same names; their size is an argument.

| file | holds |
|---|---|
| houses | the two of them: who they are, how large, who works there |
| world | who acts, on which day, and chance |
| words, places | names of people, shops, streets, towns: data, nothing of it belongs to anybody |
| people | customers made of them |
| wines | families, cuvées, bottles, price grids |
| pace | on which day how many orders: seasons, week, growth |
| founding | the company, its owner and its team, through the public API and their mails |
| cellar, clients | catalogue and customers, as they come |
| sellers | representatives, and what they earn |
| trade | orders, invoices and payments, day after day |
| fill | all of it, in order |
| shelf | the lists, kept up to date meanwhile |
| after | what may follow once people look at it: archive, books, snapshot |

Everything is drawn from one seed: the same day and size give the same estate, to the cent.
"""
