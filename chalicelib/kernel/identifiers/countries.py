"""Countries: ISO 3166-1 alpha-2 code, French name, English name, and the other spellings that turn up in
files.

Territories whose own code is rarely written (Guadeloupe, La Réunion...) keep it: their VAT and customs
rules differ."""

_TABLE = """
AD|Andorre|Andorra
AE|Émirats arabes unis|United Arab Emirates
AF|Afghanistan|Afghanistan
AG|Antigua-et-Barbuda|Antigua and Barbuda
AI|Anguilla|Anguilla
AL|Albanie|Albania
AM|Arménie|Armenia
AO|Angola|Angola
AQ|Antarctique|Antarctica
AR|Argentine|Argentina
AS|Samoa américaines|American Samoa
AT|Autriche|Austria
AU|Australie|Australia
AW|Aruba|Aruba
AX|Îles Åland|Åland Islands
AZ|Azerbaïdjan|Azerbaijan
BA|Bosnie-Herzégovine|Bosnia and Herzegovina
BB|Barbade|Barbados
BD|Bangladesh|Bangladesh
BE|Belgique|Belgium
BF|Burkina Faso|Burkina Faso
BG|Bulgarie|Bulgaria
BH|Bahreïn|Bahrain
BI|Burundi|Burundi
BJ|Bénin|Benin
BL|Saint-Barthélemy|Saint Barthélemy
BM|Bermudes|Bermuda
BN|Brunei|Brunei Darussalam
BO|Bolivie|Bolivia
BQ|Bonaire, Saint-Eustache et Saba|Bonaire, Sint Eustatius and Saba
BR|Brésil|Brazil
BS|Bahamas|Bahamas
BT|Bhoutan|Bhutan
BV|Île Bouvet|Bouvet Island
BW|Botswana|Botswana
BY|Biélorussie|Belarus
BZ|Belize|Belize
CA|Canada|Canada
CC|Îles Cocos|Cocos Islands
CD|République démocratique du Congo|Democratic Republic of the Congo
CF|République centrafricaine|Central African Republic
CG|Congo|Congo
CH|Suisse|Switzerland
CI|Côte d'Ivoire|Ivory Coast
CK|Îles Cook|Cook Islands
CL|Chili|Chile
CM|Cameroun|Cameroon
CN|Chine|China
CO|Colombie|Colombia
CR|Costa Rica|Costa Rica
CU|Cuba|Cuba
CV|Cap-Vert|Cabo Verde
CW|Curaçao|Curaçao
CX|Île Christmas|Christmas Island
CY|Chypre|Cyprus
CZ|Tchéquie|Czechia
DE|Allemagne|Germany
DJ|Djibouti|Djibouti
DK|Danemark|Denmark
DM|Dominique|Dominica
DO|République dominicaine|Dominican Republic
DZ|Algérie|Algeria
EC|Équateur|Ecuador
EE|Estonie|Estonia
EG|Égypte|Egypt
EH|Sahara occidental|Western Sahara
ER|Érythrée|Eritrea
ES|Espagne|Spain
ET|Éthiopie|Ethiopia
FI|Finlande|Finland
FJ|Fidji|Fiji
FK|Îles Malouines|Falkland Islands
FM|Micronésie|Micronesia
FO|Îles Féroé|Faroe Islands
FR|France|France
GA|Gabon|Gabon
GB|Royaume-Uni|United Kingdom
GD|Grenade|Grenada
GE|Géorgie|Georgia
GF|Guyane française|French Guiana
GG|Guernesey|Guernsey
GH|Ghana|Ghana
GI|Gibraltar|Gibraltar
GL|Groenland|Greenland
GM|Gambie|Gambia
GN|Guinée|Guinea
GP|Guadeloupe|Guadeloupe
GQ|Guinée équatoriale|Equatorial Guinea
GR|Grèce|Greece
GS|Géorgie du Sud-et-les îles Sandwich du Sud|South Georgia and the South Sandwich Islands
GT|Guatemala|Guatemala
GU|Guam|Guam
GW|Guinée-Bissau|Guinea-Bissau
GY|Guyana|Guyana
HK|Hong Kong|Hong Kong
HM|Îles Heard-et-MacDonald|Heard Island and McDonald Islands
HN|Honduras|Honduras
HR|Croatie|Croatia
HT|Haïti|Haiti
HU|Hongrie|Hungary
ID|Indonésie|Indonesia
IE|Irlande|Ireland
IL|Israël|Israel
IM|Île de Man|Isle of Man
IN|Inde|India
IO|Territoire britannique de l'océan Indien|British Indian Ocean Territory
IQ|Irak|Iraq
IR|Iran|Iran
IS|Islande|Iceland
IT|Italie|Italy
JE|Jersey|Jersey
JM|Jamaïque|Jamaica
JO|Jordanie|Jordan
JP|Japon|Japan
KE|Kenya|Kenya
KG|Kirghizistan|Kyrgyzstan
KH|Cambodge|Cambodia
KI|Kiribati|Kiribati
KM|Comores|Comoros
KN|Saint-Christophe-et-Niévès|Saint Kitts and Nevis
KP|Corée du Nord|North Korea
KR|Corée du Sud|South Korea
KW|Koweït|Kuwait
KY|Îles Caïmans|Cayman Islands
KZ|Kazakhstan|Kazakhstan
LA|Laos|Laos
LB|Liban|Lebanon
LC|Sainte-Lucie|Saint Lucia
LI|Liechtenstein|Liechtenstein
LK|Sri Lanka|Sri Lanka
LR|Liberia|Liberia
LS|Lesotho|Lesotho
LT|Lituanie|Lithuania
LU|Luxembourg|Luxembourg
LV|Lettonie|Latvia
LY|Libye|Libya
MA|Maroc|Morocco
MC|Monaco|Monaco
MD|Moldavie|Moldova
ME|Monténégro|Montenegro
MF|Saint-Martin|Saint Martin
MG|Madagascar|Madagascar
MH|Îles Marshall|Marshall Islands
MK|Macédoine du Nord|North Macedonia
ML|Mali|Mali
MM|Birmanie|Myanmar
MN|Mongolie|Mongolia
MO|Macao|Macao
MP|Îles Mariannes du Nord|Northern Mariana Islands
MQ|Martinique|Martinique
MR|Mauritanie|Mauritania
MS|Montserrat|Montserrat
MT|Malte|Malta
MU|Maurice|Mauritius
MV|Maldives|Maldives
MW|Malawi|Malawi
MX|Mexique|Mexico
MY|Malaisie|Malaysia
MZ|Mozambique|Mozambique
NA|Namibie|Namibia
NC|Nouvelle-Calédonie|New Caledonia
NE|Niger|Niger
NF|Île Norfolk|Norfolk Island
NG|Nigeria|Nigeria
NI|Nicaragua|Nicaragua
NL|Pays-Bas|Netherlands
NO|Norvège|Norway
NP|Népal|Nepal
NR|Nauru|Nauru
NU|Niue|Niue
NZ|Nouvelle-Zélande|New Zealand
OM|Oman|Oman
PA|Panama|Panama
PE|Pérou|Peru
PF|Polynésie française|French Polynesia
PG|Papouasie-Nouvelle-Guinée|Papua New Guinea
PH|Philippines|Philippines
PK|Pakistan|Pakistan
PL|Pologne|Poland
PM|Saint-Pierre-et-Miquelon|Saint Pierre and Miquelon
PN|Îles Pitcairn|Pitcairn
PR|Porto Rico|Puerto Rico
PS|Palestine|Palestine
PT|Portugal|Portugal
PW|Palaos|Palau
PY|Paraguay|Paraguay
QA|Qatar|Qatar
RE|La Réunion|Réunion
RO|Roumanie|Romania
RS|Serbie|Serbia
RU|Russie|Russia
RW|Rwanda|Rwanda
SA|Arabie saoudite|Saudi Arabia
SB|Îles Salomon|Solomon Islands
SC|Seychelles|Seychelles
SD|Soudan|Sudan
SE|Suède|Sweden
SG|Singapour|Singapore
SH|Sainte-Hélène|Saint Helena
SI|Slovénie|Slovenia
SJ|Svalbard et Jan Mayen|Svalbard and Jan Mayen
SK|Slovaquie|Slovakia
SL|Sierra Leone|Sierra Leone
SM|Saint-Marin|San Marino
SN|Sénégal|Senegal
SO|Somalie|Somalia
SR|Suriname|Suriname
SS|Soudan du Sud|South Sudan
ST|Sao Tomé-et-Principe|Sao Tome and Principe
SV|Salvador|El Salvador
SX|Sint Maarten|Sint Maarten
SY|Syrie|Syria
SZ|Eswatini|Eswatini
TC|Îles Turques-et-Caïques|Turks and Caicos Islands
TD|Tchad|Chad
TF|Terres australes et antarctiques françaises|French Southern Territories
TG|Togo|Togo
TH|Thaïlande|Thailand
TJ|Tadjikistan|Tajikistan
TK|Tokelau|Tokelau
TL|Timor oriental|Timor-Leste
TM|Turkménistan|Turkmenistan
TN|Tunisie|Tunisia
TO|Tonga|Tonga
TR|Turquie|Türkiye
TT|Trinité-et-Tobago|Trinidad and Tobago
TV|Tuvalu|Tuvalu
TW|Taïwan|Taiwan
TZ|Tanzanie|Tanzania
UA|Ukraine|Ukraine
UG|Ouganda|Uganda
UM|Îles mineures éloignées des États-Unis|United States Minor Outlying Islands
US|États-Unis|United States
UY|Uruguay|Uruguay
UZ|Ouzbékistan|Uzbekistan
VA|Vatican|Holy See
VC|Saint-Vincent-et-les-Grenadines|Saint Vincent and the Grenadines
VE|Venezuela|Venezuela
VG|Îles Vierges britanniques|British Virgin Islands
VI|Îles Vierges des États-Unis|U.S. Virgin Islands
VN|Viêt Nam|Viet Nam
VU|Vanuatu|Vanuatu
WF|Wallis-et-Futuna|Wallis and Futuna
WS|Samoa|Samoa
YE|Yémen|Yemen
YT|Mayotte|Mayotte
ZA|Afrique du Sud|South Africa
ZM|Zambie|Zambia
ZW|Zimbabwe|Zimbabwe
"""

COUNTRIES: dict[str, tuple[str, str]] = {
    iso: (french, english) for iso, french, english in (row.split("|") for row in _TABLE.split("\n") if row)
}

_ALIASES = """
AD|Principauté d'Andorre
AE|Émirats; UAE; EAU; Dubaï
AT|Österreich; AUT
AU|AUS
BA|Bosnie
BE|Belgium België; België; Belgien; BEL
BN|Brunei
BR|BRA
BY|Bélarus
CA|CAN
CD|Congo-Kinshasa
CG|Congo-Brazzaville
CH|Schweiz; Confédération suisse; CHE; SUI
CN|CHN; Chine populaire; République populaire de Chine
CV|Cape Verde
CZ|République tchèque; Czech Republic
DE|Deutschland; RFA; DEU; GER
DK|Danmark; DNK
ES|España; ESP
FI|Suomi; FIN
FR|France métropolitaine; République française; Frankreich; FRA
GB|Grande-Bretagne; Great Britain; Angleterre; England; Écosse; Scotland; Pays de Galles; Wales
GB|Irlande du Nord; Northern Ireland; UK; U.K.; GBR
GF|Guyane
GR|EL
HK|Hong-Kong Chine; HKG
IE|IRL; Eire
IT|Italia; ITA
JP|JPN
KR|Corée; South Korea; République de Corée; Republic of Korea
LU|LUX; Grand-Duché de Luxembourg
MC|Principauté de Monaco
MD|Moldova
MK|Macédoine
MM|Myanmar; Burma
MO|Macau
MX|MEX
NL|Hollande; Holland; Nederland; NLD
NO|Norge; NOR
PF|Tahiti
PL|Polska; POL
PT|PRT
RE|Réunion; Île de la Réunion
RU|Fédération de Russie; Russian Federation
SE|Sverige; SWE
SG|SGP
SZ|Swaziland
TR|Turkey
TW|TWN; Formose; Taiwan R.O.C.
US|U.S.A.; USA; États-Unis d'Amérique; United States of America; Etats Unis
VA|Saint-Siège
VN|Vietnam
"""

ALIASES: dict[str, str] = {alias: row[:2] for row in _ALIASES.split("\n") if row for alias in row[3:].split("; ")}
