/** The English catalogue: one JSON file per part of the application. */
import type { ResourceLanguage } from "i18next";

const files = import.meta.glob<ResourceLanguage>("./locales/en/*.json", { eager: true, import: "default" });
export default files;
