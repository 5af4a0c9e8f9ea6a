/**
 * Help articles: one per page, named after it, in each language. The one trick: an article bears the name of the first
 * part of its page's address, so a page finds its article without being told, and a test finds a page without one.
 */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { fold } from "@/lib/fold";
import { NNBSP } from "@/lib/format";

export interface Article {
  id: string;
  title: string;
  body: string;
}

/** French marks stand after a narrow space that never breaks. */
function typeset(text: string): string {
  return text.replace(/ ([:;!?»€%])/g, `${NNBSP}$1`).replace(/« /g, `«${NNBSP}`);
}

async function load(language: string): Promise<Article[]> {
  const { default: files } = language === "en" ? await import("./articles/en") : await import("./articles/fr");
  const set = language === "en" ? (text: string) => text : typeset;
  const read = Object.entries(files).map(([path, text]) => {
    const [first = "", ...rest] = text.split("\n");
    return { id: /([\w-]+)\.md$/.exec(path)![1]!, title: set(first.replace(/^# /, "")), body: set(rest.join("\n").trim()) };
  });
  return read.sort((one, two) => one.title.localeCompare(two.title, language));
}

/** Every article in the person's language. */
export function useArticles() {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useQuery({ queryKey: ["help", language], staleTime: Infinity, queryFn: () => load(language) });
}

/** The article of an address: "/c/com_…/orders/ord_…" is that of "orders", the home page's is "dashboard". */
export function articleOf(pathname: string): string {
  const part = pathname.startsWith("/c/") ? pathname.split("/")[3] : pathname.split("/")[1];
  return part || "dashboard";
}

export interface Hit extends Article {
  /** the sentence around the first word found */
  excerpt: string;
}

/** Articles that have every word typed, accents forgiven; those whose title has them first. */
export function find(articles: Article[], typed: string): Hit[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const hits = articles.flatMap((article) => {
    const title = fold(article.title);
    const plain = plainOf(article.body);
    const body = fold(plain);
    if (!words.every((word) => title.includes(word) || body.includes(word))) return [];
    const score = words.reduce((sum, word) => sum + (title.includes(word) ? 20 : 0) + Math.min(5, body.split(word).length - 1), 0);
    return [{ ...article, excerpt: excerptOf(plain, body, words), score }];
  });
  return hits.sort((one, two) => two.score - one.score || one.title.localeCompare(two.title));
}

function excerptOf(plain: string, folded: string, words: string[]): string {
  const at = Math.min(...words.map((word) => folded.indexOf(word)).filter((place) => place >= 0), plain.length);
  if (at === plain.length) return plain.slice(0, 140);
  const start = Math.max(0, plain.lastIndexOf(" ", Math.max(0, at - 50)));
  return `${start > 0 ? "…" : ""}${plain.slice(start, start + 150).trim()}…`;
}

/** The words of an article without its marks (folding keeps their places: it never changes the number of letters here). */
function plainOf(body: string): string {
  return body.replace(/^::\w+.*$/gm, "").replace(/\[([^\]]+)\]\([^)]+\)/g, "$1").replace(/[*`#>]|^- /gm, "").replace(/\s+/g, " ").trim().normalize("NFC");
}
