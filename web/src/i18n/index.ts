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

type Files = Record<string, () => Promise<unknown>>;
/** Parts of the catalogue that only some pages need: asked for by their modules (`late/`), kept in both languages then. */
const late = new Map<string, Files>();
let begun: () => void;
const started = new Promise<void>((resolve) => { begun = resolve; });

async function loadPart(language: Language, name: string, files: Files): Promise<void> {
  if (i18next.hasResourceBundle(language, name)) return;
  i18next.addResourceBundle(language, name, await files[`../locales/${language}/${name}.json`]!());
}

/** Waits until the words of a part are there: a module that says some begins with it. */
export async function need(name: string, files: Files): Promise<void> {
  late.set(name, files);
  await started;
  await loadPart(i18next.language as Language, name, files);
}

async function load(language: Language): Promise<void> {
  const { default: files } = await loaders[language]();
  for (const [path, content] of Object.entries(files)) {
    const name = /([\w-]+)\.json$/.exec(path)?.[1];
    if (name && !i18next.hasResourceBundle(language, name)) i18next.addResourceBundle(language, name, content);
  }
  await Promise.all([...late].map(([name, parts]) => loadPart(language, name, parts)));
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
  begun();
}

export async function chooseLanguage(language: Language): Promise<void> {
  await load(language);
  localStorage.setItem(STORED, language);
  await i18next.changeLanguage(language);
}
