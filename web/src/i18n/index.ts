/**
 * French first, English complete. A language is one chunk, loaded when it is chosen; a missing key is shouted on the
 * console, which the browser tests refuse.
 */
import dayjs from "dayjs";
import i18next, { type ResourceLanguage } from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
const STORED = "caveau.language";

const loaders: Record<Language, () => Promise<{ default: Record<string, ResourceLanguage> }>> = {
  fr: () => Promise.all([import("./fr"), import("dayjs/locale/fr")]).then(([catalogue]) => catalogue),
  en: () => Promise.all([import("./en"), import("dayjs/locale/en-gb")]).then(([catalogue]) => catalogue),
};

function preferred(): Language {
  const stored = localStorage.getItem(STORED);
  if (stored === "fr" || stored === "en") return stored;
  return navigator.language.toLowerCase().startsWith("en") ? "en" : "fr";
}

async function load(language: Language): Promise<void> {
  const { default: files } = await loaders[language]();
  for (const [path, content] of Object.entries(files)) {
    const name = /([\w-]+)\.json$/.exec(path)?.[1];
    if (name && !i18next.hasResourceBundle(language, name)) i18next.addResourceBundle(language, name, content);
  }
  dayjs.locale(language === "fr" ? "fr" : "en-gb");
  document.documentElement.lang = language;
}

export async function startLanguage(): Promise<void> {
  const language = preferred();
  await i18next.use(initReactI18next).init({
    lng: language, fallbackLng: false, defaultNS: "app", ns: [], resources: {}, interpolation: { escapeValue: false },
    returnNull: false, saveMissing: true,
    missingKeyHandler: (lngs, ns, key) => console.error(`missing translation ${lngs.join()} ${ns}:${key}`),
  });
  await load(language);
}

export async function chooseLanguage(language: Language): Promise<void> {
  await load(language);
  localStorage.setItem(STORED, language);
  await i18next.changeLanguage(language);
}
