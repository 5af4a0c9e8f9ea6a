/** The English catalogue: one JSON file per part of the application; those that few pages need come with them (late/). */
import type { ResourceLanguage } from "i18next";

const files = import.meta.glob<ResourceLanguage>(["./locales/en/*.json", "!./locales/en/{journal,imports,agents,backups,registers,integrations,cards,posts,seals,rates,einvoicing,users,documents,account,reminders,debits,payments,pricing,dashboard,accounting}.json"], { eager: true, import: "default" });
export default files;
