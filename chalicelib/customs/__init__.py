"""Customs: what the State must be told about wine. (Nouns declared; the code comes with its own issue.)

| noun | in the field | what it is |
|---|---|---|
| DRM | déclaration récapitulative mensuelle | a month of movements by customs label, folded from the stock ledger |
| DAE, DSA | documents d'accompagnement | electronic (suspended) and simplified (duty-paid) papers of a shipment |
| CRD | capsule représentative de droits | stock of fiscal capsules, by colour, kind and volume |
| RNA | relevé de non-apurement | movements not discharged in time |
| Register | registres | entries and exits, bottling; append-only |
| DAI | déclaration annuelle d'inventaire | the inventory at the end of the campaign |
| EMEBI | enquête mensuelle, états récapitulatifs | intra-EU trade |

Life cycle of a DRM: open → computed → filed → acknowledged · acknowledged → corrected (a new version, the first stays).
Life cycle of a DAE: draft → submitted → accepted → discharged · submitted → refused · accepted → cancelled.

Official schemas are never shipped: they are loaded from a folder or bucket that the user fills (`make schemas FROM=…`);
our own checks of the same rules always run. Volumes are integers in units of 10⁻⁵ hL.
"""
