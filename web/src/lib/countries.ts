/** The names of countries come from the browser, in the language of the page; France and its neighbours first. */
import i18next from "i18next";

const FIRST = ["FR", "BE", "CH", "LU", "DE", "GB", "ES", "IT", "NL", "US"];
const REST =
  "AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CI CK CL CM CN CO CR CU CV CW CX CY CZ DJ DK DM DO DZ EC EE EG EH ER ET FI FJ FK FM FO GA GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW".split(" ");

const names = new Map<string, Intl.DisplayNames>();

/** "" for a country that is not known yet. */
export function countryName(code: string): string {
  if (!code) return "";
  let found = names.get(i18next.language);
  if (!found) names.set(i18next.language, (found = new Intl.DisplayNames([i18next.language], { type: "region" })));
  return found.of(code) ?? code;
}

export function countryOptions(): { value: string; label: string }[] {
  const option = (value: string) => ({ value, label: countryName(value) });
  const rest = REST.map(option).sort((one, two) => one.label.localeCompare(two.label, i18next.language));
  return [...FIRST.map(option), ...rest];
}
