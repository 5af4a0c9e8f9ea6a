"""The UN/CEFACT Cross Industry Invoice of a sheet, profile EN 16931 (Factur-X 1.0, D22B), one file per
group of terms.

The numbers BT-1, BG-25... in the code are the business terms of EN 16931, the only names all sources share.
"""
