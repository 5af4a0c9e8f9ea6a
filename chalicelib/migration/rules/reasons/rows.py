"""What may be said of any row, of a column, of a sheet; and what an import sets up."""

from __future__ import annotations

from chalicelib.migration.rules.reason import Reason

ROWS = (
    Reason("row.blank", "note", "blank_rows", "Ligne vide.", "Blank row."),
    Reason("row.preamble", "note", "preamble_rows", "Ligne d'en-tête du fichier, avant le tableau.",
           "Line above the table."),
    Reason("row.header", "note", "header_rows", "Titres des colonnes.", "Column headings."),
    Reason("row.header_again", "note", "header_rows", "Titres des colonnes répétés : rien à reprendre.",
           "Column headings repeated: nothing to take."),
    Reason("row.section", "note", "section_rows", "Titre de section, repris comme famille « {family} ».",
           "Section title, taken as family “{family}”."),
    Reason("row.title", "note", "title_rows", "Titre intermédiaire « {raw} » : rien à reprendre.",
           "Title inside the table “{raw}”: nothing to take."),
    Reason("row.total", "note", "total_rows", "Ligne de total : {announced} annoncés, {read} lus. Le compte est bon.",
           "Total row: {announced} announced, {read} read. They agree."),
    Reason("row.total_differs", "warn", "total_differs",
           "Ligne de total : {announced} annoncés, {read} lus. Vérifiez que l'export est complet.",
           "Total row: {announced} announced, {read} read. Check that the export is complete."),
    Reason("row.total_unread", "warn", "total_differs",
           "Ligne de total illisible : {read} lignes lues. Comparez avec l'ancien logiciel.",
           "Unreadable total row: {read} rows read. Compare with the old program."),
    Reason("row.subtotal", "note", "total_rows", "Sous-total de l'ancien logiciel : rien à reprendre.",
           "Subtotal of the old program: nothing to take."),
    Reason("row.width", "refuse", "broken_rows",
           "La ligne a {found} cases au lieu de {expected} : les colonnes sont décalées. Corrigez-la dans le fichier.",
           "The row has {found} cells instead of {expected}: the columns are shifted. Correct it in the file."),
    Reason("row.quote", "refuse", "broken_rows",
           "Un guillemet n'est pas refermé : les colonnes ne sont pas sûres. Corrigez la ligne dans le fichier.",
           "A quotation mark is not closed: the columns are not certain. Correct the row in the file."),
    Reason("row.encoding", "warn", "broken_text",
           "Des caractères de « {raw} » étaient déjà perdus dans le fichier. Corrigez la fiche.",
           "Characters of “{raw}” were already lost in the file. Correct the record."),
    Reason("row.off_table", "warn", "off_table",
           "« {raw} » est écrit hors du tableau, sous aucun titre : non repris. Vérifiez.",
           "“{raw}” stands outside the table, under no heading: not taken. Check it."),
    Reason("row.twice", "warn", "repeated_columns",
           "La colonne « {field} » est deux fois dans le fichier et dit ici autre chose : {raw}. La première est "
           "reprise. Vérifiez.",
           "Column “{field}” is in the file twice and says otherwise here: {raw}. The first one is taken. Check it."),
    Reason("row.merged", "warn", "merged_cells",
           "Des cases fusionnées ({raw}) touchent cette ligne : seule la première porte une valeur. Vérifiez.",
           "Merged cells ({raw}) touch this row: only the first of them holds a value. Check it."),
    Reason("row.hidden_sheet", "note", "hidden_sheets",
           "Cette feuille est masquée dans le classeur, et lue quand même. Laissez-la de côté si elle ne compte pas.",
           "This sheet is hidden in the workbook: it is read all the same. Leave it out if it does not matter."),
    Reason("row.alike", "warn", "alike_codes",
           "« {raw} » est le code « {other} » de la ligne {line}, aux espaces et aux signes près : deux fiches. "
           "Vérifiez.",
           "“{raw}” is the code “{other}” of line {line} but for spaces and marks: two records. Check them."),
    Reason("column.quoted", "note", "quoted_columns",
           "Chaque case de la colonne « {field} » commence par une apostrophe de tableur : elle est ôtée.",
           "Every cell of column “{field}” begins with a spreadsheet's apostrophe: it is taken off."),
    Reason("column.ignored", "note", "ignored_columns",
           "La colonne « {field} » n'est pas reprise ({filled} cases remplies). Choisissez son champ si elle compte.",
           "Column “{field}” is not taken ({filled} filled cells). Choose its field if it matters."),
)  # fmt: skip

SETUP = (
    Reason("setup.grid", "note", "setup", "Tarif {raw} créé : prix {basis}, {decimals} décimales.",
           "Grid {raw} created: {basis} prices, {decimals} decimals."),
    Reason("setup.category", "note", "setup",
           "Catégorie de clients {raw} créée.", "Customer category {raw} created."),
    Reason("setup.family", "note", "setup", "Famille d'articles {raw} créée.", "Product family {raw} created."),
    Reason("setup.tag", "note", "setup", "Étiquette « {raw} » créée.", "Tag “{raw}” created."),
)  # fmt: skip
