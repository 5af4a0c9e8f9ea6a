"""Everything an import may say about a row, in one table: the code, how grave it is, the family it counts in,
the sentences.

The one trick: a sentence cannot be written anywhere else, so what the preview counts, what the ledger shows
and what the documentation lists are the same thing. `severity`: refuse (the row gives nothing), skip (already
accounted for), warn (the record is made, something of the row is not as it should be), note (for
information).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["refuse", "skip", "warn", "note"]


@dataclass(frozen=True, slots=True)
class Reason:
    """`family` groups the codes that are one fault for the reader (missing_country, bad_email…)."""

    code: str
    severity: Severity
    family: str
    fr: str
    en: str

    def sentence(self, values: dict[str, str], language: str = "fr") -> str:
        return (self.en if language == "en" else self.fr).format_map(_Blank(values))


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def _rows() -> tuple[Reason, ...]:
    return (*_STRUCTURE, *_CUSTOMERS, *_CONTACT, *_PLACES, *_PRODUCTS, *_PRICES, *_BOOKS)


_STRUCTURE = (
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
    Reason("column.ignored", "note", "ignored_columns",
           "La colonne « {field} » n'est pas reprise ({filled} cases remplies). Choisissez son champ si elle compte.",
           "Column “{field}” is not taken ({filled} filled cells). Choose its field if it matters."),
)  # fmt: skip

_CUSTOMERS = (
    Reason("customer.no_name", "refuse", "no_name",
           "Ni nom, ni prénom, ni société : la fiche n'est pas créée. Complétez la ligne ou saisissez le client.",
           "No name, first name or company: not created. Complete the row or type the customer."),
    Reason("customer.code.missing", "warn", "no_code", "Sans code client : un numéro lui est donné.",
           "No customer code: one is given."),
    Reason("customer.code.unreadable", "refuse", "no_code",
           "Le code client « {raw} » n'est pas utilisable. Corrigez-le dans le fichier.",
           "Customer code “{raw}” cannot be used. Correct it in the file."),
    Reason("customer.duplicate.strict", "skip", "strict_duplicates",
           "Ligne identique à la ligne {line} : une seule fiche est créée.",
           "Same as line {line}: one record only."),
    Reason("customer.duplicate.conflicting", "refuse", "conflicting_duplicates",
           "Le code {raw} est déjà ligne {line}, avec d'autres valeurs ({differs}). C'est la ligne {line} qui "
           "compte ; si celle-ci est la bonne, corrigez la fiche.",
           "Code {raw} is already on line {line} with other values ({differs}). Line {line} is kept; "
           "if this one is right, correct the record."),
    Reason("customer.duplicate.kept", "warn", "kept_duplicates",
           "Le même code revient ligne {line} avec d'autres valeurs ({differs}) : celle-ci est gardée. Vérifiez.",
           "The same code comes again on line {line} with other values ({differs}): this one is kept. Check it."),
    Reason("customer.duplicate.first_refused", "warn", "kept_duplicates",
           "Le même code est ligne {line}, refusée : celle-ci est gardée. Vérifiez.",
           "The same code is on line {line}, refused: this one is kept. Check it."),
    Reason("customer.unusable", "warn", "unusable",
           "Marqué inutilisable dans l'ancien logiciel : la fiche est créée archivée.",
           "Marked unusable in the old program: created archived."),
    Reason("customer.flag.unreadable", "warn", "unreadable_flag",
           "« {raw} » n'est ni O ni N : la fiche reste active. Archivez-la s'il le faut.",
           "“{raw}” is neither yes nor no: the record stays active. Archive it if need be."),
    Reason("customer.formula", "warn", "formula",
           "« {raw} » est une formule, pas un texte : la case est laissée vide. Saisissez la valeur.",
           "“{raw}” is a formula, not a text: left empty. Type the value."),
    Reason("customer.cell_error", "warn", "cell_error",
           "« {raw} » est une erreur du tableur : la case est laissée vide. Saisissez la valeur.",
           "“{raw}” is a spreadsheet error: left empty. Type the value."),
    Reason("customer.too_long", "warn", "too_long",
           "Le texte dépasse {limit} caractères : la fin est coupée. Abrégez-le sur la fiche.",
           "The text is over {limit} characters: its end is cut. Shorten it on the record."),
    Reason("customer.date.unreadable", "warn", "unreadable_date",
           "« {raw} » n'est pas une date sûre : non reprise.", "“{raw}” is not a certain date: not taken."),
    Reason("customer.vat.other_country", "warn", "vat_country_conflict",
           "N° de TVA {prefix} pour un client noté {country} : numéro non repris. Corrigez l'un ou l'autre.",
           "{prefix} VAT number on a customer marked {country}: the number is not taken. Correct one or the other."),
    Reason("customer.vat.unchecked", "warn", "unchecked_vat_number",
           "N° de TVA {raw} d'un pays hors de l'Union : repris sans pouvoir être vérifié.",
           "VAT number {raw} of a country outside the Union: taken, though it cannot be checked."),
    Reason("customer.vat.invalid", "warn", "bad_vat_number",
           "Le n° de TVA « {raw} » est faux : non repris. Demandez-le au client.",
           "VAT number “{raw}” is wrong: not taken. Ask the customer."),
    Reason("customer.excise.invalid", "warn", "bad_excise_number",
           "Le n° d'accise « {raw} » est faux : non repris. Vérifiez-le sur SEED.",
           "Excise number “{raw}” is wrong: not taken. Check it on SEED."),
    Reason("customer.excise.other_country", "warn", "excise_country_conflict",
           "N° d'accise {prefix} pour un client noté {country} : repris, à vérifier sur SEED avant toute suspension.",
           "{prefix} excise number on a customer marked {country}: taken; check it on SEED before shipping suspended."),
    Reason("customer.excise.unusual", "warn", "unusual_excise_number",
           "Le n° d'accise « {raw} » n'a pas la forme habituelle : repris, à vérifier sur SEED avant toute suspension.",
           "Excise number “{raw}” has an unusual form: taken; check it on SEED before any suspended movement."),
    Reason("customer.delivery.noted", "warn", "delivery_country",
           "Livraison sans adresse (un nom ou un téléphone seul) : recopiée dans les notes de la fiche.",
           "Delivery without an address (only a name or a telephone): copied into the notes of the record."),
    Reason("customer.refused", "refuse", "refused",
           "La fiche a été refusée : {detail}", "The record was refused: {detail}"),
    Reason("customer.exists.unchanged", "note", "unchanged",
           "Déjà dans Caveau, à l'identique.", "Already in Caveau, the same."),
    Reason("customer.exists.updated", "note", "updated", "Mis à jour depuis le dernier import : {differs}.",
           "Updated since the last import: {differs}."),
    Reason("customer.exists.kept", "refuse", "exists",
           "Le code {raw} est déjà celui d'une fiche de Caveau, saisie ou modifiée depuis ({differs}) : elle est "
           "laissée telle quelle. Corrigez-la s'il le faut.",
           "Code {raw} already belongs to a record typed or changed in Caveau ({differs}): it is left as it is. "
           "Correct it if need be."),
    Reason("customer.siret.invalid", "warn", "bad_siret", "Le SIRET « {raw} » est faux : non repris.",
           "SIRET “{raw}” is wrong: not taken."),
)  # fmt: skip

_CONTACT = (
    Reason("customer.email.several", "warn", "bad_email",
           "Plusieurs adresses dans une case : « {kept} » est gardée. Ajoutez l'autre en contact.",
           "Several addresses in one cell: “{kept}” is kept. Add the other as a contact."),
    Reason("customer.email.broken", "warn", "bad_email",
           "« {raw} » n'est pas une adresse e-mail : non reprise. Demandez-la au client.",
           "“{raw}” is not an e-mail address: not taken. Ask the customer."),
    Reason("customer.phone.numeric", "warn", "numeric_phone",
           "Téléphone enregistré comme un nombre : {raw} est lu {read}. Vérifiez.",
           "Telephone stored as a number: {raw} is read {read}. Check it."),
    Reason("customer.phone.numeric_unreadable", "warn", "numeric_phone",
           "Téléphone enregistré comme un nombre : {raw} ne donne pas de numéro sûr, non repris.",
           "Telephone stored as a number: {raw} gives no certain number, not taken."),
    Reason("customer.phone.unreadable", "warn", "unreadable_phone",
           "« {raw} » n'est pas un numéro de téléphone possible : non repris.",
           "“{raw}” is not a possible telephone number: not taken."),
    Reason("customer.mobile.numeric", "warn", "numeric_mobile",
           "Portable enregistré comme un nombre : {raw} est lu {read}. Vérifiez.",
           "Mobile stored as a number: {raw} is read {read}. Check it."),
    Reason("customer.mobile.numeric_unreadable", "warn", "numeric_mobile",
           "Portable enregistré comme un nombre : {raw} ne donne pas de numéro sûr, non repris.",
           "Mobile stored as a number: {raw} gives no certain number, not taken."),
    Reason("customer.delivery.phone.numeric", "warn", "delivery_phone",
           "Livraison : téléphone enregistré comme un nombre, {raw} est lu {read}. Vérifiez.",
           "Delivery: telephone stored as a number, {raw} is read {read}. Check it."),
    Reason("customer.delivery.phone.numeric_unreadable", "warn", "delivery_phone",
           "Livraison : téléphone enregistré comme un nombre, {raw} ne donne pas de numéro sûr, non repris.",
           "Delivery: telephone stored as a number, {raw} gives no certain number, not taken."),
    Reason("customer.delivery.phone.unreadable", "warn", "delivery_phone",
           "Livraison : « {raw} » n'est pas un numéro de téléphone possible, non repris.",
           "Delivery: “{raw}” is not a possible telephone number, not taken."),
    Reason("customer.mobile.unreadable", "warn", "unreadable_phone",
           "« {raw} » n'est pas un numéro de portable possible : non repris.",
           "“{raw}” is not a possible mobile number: not taken."),
)  # fmt: skip

_PLACES = (
    Reason("customer.country.missing", "warn", "missing_country",
           "Pays absent, il n'est pas deviné : fiche créée, pays à compléter avant toute commande validée ou facture.",
           "No country, it is not guessed: created; complete it before any order is confirmed or invoiced."),
    Reason("customer.country.assumed", "warn", "missing_country",
           "Pays absent : {country} mis par votre choix pour cet import.",
           "No country: {country} set by your choice for this import."),
    Reason("customer.country.unknown", "warn", "unknown_country",
           "« {raw} » n'est le nom d'aucun pays connu : fiche créée, pays à compléter avant toute facture.",
           "“{raw}” is no known country: created; complete it before any order is confirmed or invoiced."),
    Reason("customer.country.doubtful", "warn", "unknown_country",
           "« {raw} » pourrait être {country}, mais {against} : fiche créée, pays à compléter.",
           "“{raw}” could be {country}, but {against}: created; complete the country."),
    Reason("customer.country.understood", "warn", "unknown_country",
           "« {raw} » n'est pas écrit comme dans la liste : compris comme {country}. Vérifiez.",
           "“{raw}” is not written as in the list: read as {country}. Check it."),
    Reason("customer.postcode.lost_zero", "warn", "zip_lost_zero",
           "Code postal {raw} : zéro de tête perdu par le tableur, rétabli en {read}.",
           "Postcode {raw}: leading zero lost by the spreadsheet, restored as {read}."),
    Reason("customer.postcode.lost_zero_doubtful", "warn", "zip_lost_zero",
           "Code postal {raw} enregistré comme un nombre : {read} s'il est français. Gardé tel quel, {why}. Vérifiez.",
           "Postcode {raw} stored as a number: {read} if French. Kept as it is, {why}. Check it."),
    Reason("customer.postcode.unusual", "warn", "unusual_postcode",
           "Le code postal {raw} n'a pas la forme de {country}. Gardé tel quel : vérifiez le pays ou le code.",
           "Postcode {raw} has not the form of {country}. Kept: check the country or the code."),
    Reason("customer.delivery.country.missing", "warn", "delivery_country",
           "Adresse de livraison sans pays : créée sans pays. Choisissez-le.",
           "Delivery address without a country: created without one. Choose it."),
    Reason("customer.delivery.country.assumed", "warn", "delivery_country",
           "Adresse de livraison sans pays : {country} mis par votre choix pour cet import.",
           "Delivery address without a country: {country} set by your choice for this import."),
    Reason("customer.delivery.country.unknown", "warn", "delivery_country",
           "Livraison : « {raw} » n'est le nom d'aucun pays connu. Choisissez-le.",
           "Delivery: “{raw}” is no known country. Choose it."),
    Reason("customer.delivery.country.doubtful", "warn", "delivery_country",
           "Livraison : « {raw} » pourrait être {country}, mais {against}. Choisissez-le.",
           "Delivery: “{raw}” could be {country}, but {against}. Choose it."),
    Reason("customer.delivery.country.understood", "warn", "delivery_country",
           "Livraison : « {raw} » compris comme {country}. Vérifiez.",
           "Delivery: “{raw}” read as {country}. Check it."),
    Reason("customer.delivery.postcode.lost_zero", "warn", "delivery_postcode",
           "Livraison : code postal {raw}, zéro de tête perdu, rétabli en {read}.",
           "Delivery: postcode {raw}, leading zero lost, restored as {read}."),
    Reason("customer.delivery.postcode.lost_zero_doubtful", "warn", "delivery_postcode",
           "Livraison : code postal {raw} enregistré comme un nombre, gardé tel quel, {why}. Vérifiez.",
           "Delivery: postcode {raw} stored as a number, kept as it is, {why}. Check it."),
    Reason("customer.delivery.postcode.unusual", "warn", "delivery_postcode",
           "Livraison : le code postal {raw} n'a pas la forme de {country}. Vérifiez.",
           "Delivery: postcode {raw} has not the form of {country}. Check it."),
)  # fmt: skip

_PRODUCTS = (
    Reason("product.no_reference", "refuse", "no_reference",
           "Article sans référence : non créé. Donnez-lui une référence dans le fichier.",
           "No reference: not created. Give it one in the file."),
    Reason("product.no_name", "refuse", "no_product_name", "Article sans désignation : non créé. Complétez la ligne.",
           "No name: not created. Complete the row."),
    Reason("product.duplicate.strict", "skip", "duplicate_refs",
           "Référence {raw} déjà lue ligne {line}, identique : un seul article est créé.",
           "Reference {raw} already read on line {line}, identical: one product only."),
    Reason("product.duplicate.conflicting", "refuse", "duplicate_refs",
           "Référence {raw} déjà lue ligne {line}, avec d'autres valeurs ({differs}). C'est la ligne {line} qui "
           "compte ; si celle-ci est la bonne, corrigez l'article.",
           "Reference {raw} already read on line {line} with other values ({differs}). Line {line} is kept; "
           "if this one is right, correct the product."),
    Reason("product.duplicate.kept", "warn", "kept_duplicates",
           "La même référence revient ligne {line} avec d'autres valeurs ({differs}) : celle-ci est gardée. Vérifiez.",
           "The same reference comes again on line {line} with other values ({differs}): this one is kept. Check it."),
    Reason("product.duplicate.first_refused", "warn", "kept_duplicates",
           "La même référence est ligne {line}, refusée : celle-ci est gardée. Vérifiez.",
           "The same reference is on line {line}, refused: this one is kept. Check it."),
    Reason("product.formula", "warn", "formula",
           "« {raw} » est une formule, pas une valeur : la case est laissée vide. Saisissez la valeur.",
           "“{raw}” is a formula, not a value: left empty. Type the value."),
    Reason("product.cell_error", "warn", "cell_error",
           "« {raw} » est une erreur du tableur : la case est laissée vide. Saisissez la valeur.",
           "“{raw}” is a spreadsheet error: left empty. Type the value."),
    Reason("product.too_long", "warn", "too_long",
           "Le texte dépasse {limit} caractères : la fin est coupée. Abrégez-le sur la fiche.",
           "The text is over {limit} characters: its end is cut. Shorten it on the record."),
    Reason("product.volume.missing", "warn", "no_volume",
           "Contenance absente : l'article est créé sans contenance, à compléter avant toute vente ou DRM.",
           "No volume: created without one; complete it before any sale or DRM."),
    Reason("product.volume.unreadable", "warn", "unreadable_volume",
           "« {raw} » n'est pas une contenance sûre : l'article est créé sans contenance, à compléter.",
           "“{raw}” is not a certain volume: created without one, to complete."),
    Reason("product.vintage.unreadable", "warn", "unreadable_vintage",
           "« {raw} » n'est pas un millésime : article créé non millésimé. Corrigez-le.",
           "“{raw}” is not a vintage: created without one. Correct it."),
    Reason("product.colour.unknown", "warn", "unknown_colour",
           "Couleur « {raw} » inconnue : non reprise. Choisissez-la sur l'article.",
           "Colour “{raw}” unknown: not taken. Choose it on the product."),
    Reason("product.gtin.wrong", "warn", "bad_gtin",
           "Le code-barres {raw} est faux ({why}) : non repris. Scannez une bouteille.",
           "Barcode {raw} is wrong ({why}): not taken. Scan a bottle."),
    Reason("product.gtin.taken", "warn", "shared_gtin",
           "Le code-barres {raw} est déjà celui de {owner} : non repris. Deux articles ne peuvent le partager.",
           "Barcode {raw} already belongs to {owner}: not taken. Two products cannot share one."),
    Reason("product.vat.missing", "warn", "missing_vat",
           "Taux de TVA absent, il n'est pas deviné : article créé non commercialisable. Choisissez-le, puis activez.",
           "No VAT rate, it is not guessed: created as not marketable. Choose the rate, then activate it."),
    Reason("product.vat.unreadable", "warn", "unreadable_vat",
           "« {raw} » n'est pas un taux de TVA français : article créé non commercialisable. Choisissez le taux.",
           "“{raw}” is not a French VAT rate: created as not marketable. Choose the rate."),
    Reason("product.refused", "refuse", "refused",
           "L'article a été refusé : {detail}", "The product was refused: {detail}"),
    Reason("product.exists.unchanged", "note", "unchanged",
           "Déjà dans Caveau, à l'identique.", "Already in Caveau, the same."),
    Reason("product.exists.updated", "note", "updated", "Mis à jour depuis le dernier import : {differs}.",
           "Updated since the last import: {differs}."),
    Reason("product.exists.kept", "refuse", "exists",
           "La référence {raw} est déjà celle d'un article de Caveau, saisi ou modifié depuis ({differs}) : il est "
           "laissé tel quel. Corrigez-le s'il le faut.",
           "Reference {raw} already belongs to a product typed or changed in Caveau ({differs}): it is left as it is. "
           "Correct it if need be."),
    Reason("product.inactive", "note", "inactive_products",
           "Inactif dans l'ancien logiciel : l'article est créé non commercialisable.",
           "Inactive in the old program: created as not marketable."),
    Reason("product.flag.unreadable", "warn", "unreadable_flag",
           "« {raw} » n'est ni O ni N : l'article est créé non commercialisable. Activez-le s'il se vend.",
           "“{raw}” is neither yes nor no: created as not marketable. Activate it if it is sold."),
)  # fmt: skip

_PRICES = (
    Reason("price.zero", "warn", "zero_prices",
           "{raw} au tarif {grid} : un zéro n'est pas un prix, aucun n'est enregistré.",
           "{raw} in grid {grid}: zero is not a price, none is stored."),
    Reason("price.unreadable", "warn", "unreadable_prices",
           "« {raw} » au tarif {grid} n'est pas un prix : aucun n'est enregistré. Saisissez-le.",
           "“{raw}” in grid {grid} is not a price: none is stored. Type it."),
    Reason("price.ambiguous", "warn", "unreadable_prices",
           "« {raw} » au tarif {grid} peut se lire de deux façons : aucun prix n'est enregistré. Saisissez-le.",
           "“{raw}” in grid {grid} can be read in two ways: no price is stored. Type it."),
    Reason("price.negative", "warn", "unreadable_prices",
           "{raw} au tarif {grid} est négatif : aucun prix n'est enregistré. Saisissez-le.",
           "{raw} in grid {grid} is negative: no price is stored. Type it."),
    Reason("price.currency", "warn", "unreadable_prices",
           "« {raw} » au tarif {grid} n'est pas en euros : aucun prix n'est enregistré. Saisissez-le.",
           "“{raw}” in grid {grid} is not in euros: no price is stored. Type it."),
    Reason("price.too_precise", "warn", "unreadable_prices",
           "{raw} au tarif {grid} a plus de 4 décimales et n'est pas arrondi pour vous : aucun prix n'est enregistré.",
           "{raw} in grid {grid} has more than 4 decimals and is not rounded for you: no price is stored."),
    Reason("price.too_large", "warn", "unreadable_prices",
           "{raw} au tarif {grid} dépasse un million d'euros : aucun prix n'est enregistré. Vérifiez.",
           "{raw} in grid {grid} is over one million euros: no price is stored. Check it."),
    Reason("price.grid_decimals", "warn", "unreadable_prices",
           "{raw} a plus de décimales que le tarif {grid} ({decimals}) et n'est pas arrondi pour vous : aucun prix "
           "n'est enregistré. Changez les décimales du tarif, ou saisissez le prix.",
           "{raw} has more decimals than grid {grid} ({decimals}) and is not rounded for you: no price is stored. "
           "Change the grid's decimals, or type the price."),
    Reason("price.suspicious", "warn", "suspicious_prices",
           "{raw} au tarif {grid} est très loin des autres tarifs de l'article ({others}). Enregistré : vérifiez-le.",
           "{raw} in grid {grid} is far from the other grids of the product ({others}). Stored: check it."),
)  # fmt: skip

_BOOKS = (
    Reason("setup.grid", "note", "setup", "Tarif {raw} créé : prix {basis}, {decimals} décimales.",
           "Grid {raw} created: {basis} prices, {decimals} decimals."),
    Reason("setup.category", "note", "setup",
           "Catégorie de clients {raw} créée.", "Customer category {raw} created."),
    Reason("setup.family", "note", "setup", "Famille d'articles {raw} créée.", "Product family {raw} created."),
)  # fmt: skip

REASONS: dict[str, Reason] = {reason.code: reason for reason in _rows()}
