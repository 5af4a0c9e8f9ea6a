"""Statistics: the company's figures, each one opening what it is made of. (So far: the figures of the dashboard.)

| noun | in the field | what it is |
|---|---|---|
| Measure | mesure | turnover, quantity (cols or 75 cl equivalents), margin, average basket, loyalty |
| Axis | axe | customer, category, grid, country, representative, family, product, vintage, variant, month |
| Filter | filtre | any of the lists' own criteria, combined |
| Target | objectif | a measure expected on a slice over a period |
| Dashboard | tableau de bord | tiles, each a measure with its filter and a link to the list behind it |

Nothing is stored here but targets and dashboards: every figure is one local query of the read model, so it equals the
lists it comes from and is fresh to the last commit. A user without the right sees no cost and no margin.
"""
