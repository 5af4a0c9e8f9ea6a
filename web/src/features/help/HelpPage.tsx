/** Every article, found by any of its words; one article open beside the list. */
import { Anchor, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";
import { asProblem } from "@/api/problem";
import form from "@/components/form/form.module.css";
import { PageHead } from "@/components/PageHead";
import { ErrorState, NotFoundState, PageSkeleton } from "@/components/states";
import { useTitle } from "@/lib/title";
import { ArticleBody } from "./ArticleBody";
import { find, useArticles, type Article } from "./articles";
import look from "./help.module.css";

export default function HelpPage() {
  const { t } = useTranslation();
  const { id, company } = useParams();
  const [search, setSearch] = useSearchParams();
  const articles = useArticles();
  const q = search.get("q") ?? "";
  const one = articles.data?.find((article) => article.id === id);
  useTitle(one?.title ?? t("app:page.help"));
  if (articles.isPending) return <PageSkeleton />;
  if (articles.isError) return <ErrorState problem={asProblem(articles.error)} retry={() => void articles.refetch()} />;
  if (id && !one) return <NotFoundState />;
  const hits = q.trim() ? find(articles.data, q) : articles.data.map((article) => ({ ...article, excerpt: "" }));
  const type = (typed: string) => setSearch(typed ? { q: typed } : {}, { replace: true });
  return (
    <>
      <PageHead title={t("app:page.help")} />
      <div className={form.page}>
        <div className={look.frame} data-open={(one && !q) || undefined}>
          <nav aria-label={t("help:articles")}>
            <TextInput type="search" name="q" value={q} onChange={(e) => type(e.currentTarget.value)} leftSection={<IconSearch size={16} />} aria-label={t("help:search")} placeholder={t("help:search")} />
            {hits.length === 0 && <Text fz="sm" c="dimmed" mt="sm">{t("help:nothing")} <Anchor component={Link} to={`/c/${company}/support/new`} fz="inherit" underline="always">{t("help:ask")}</Anchor></Text>}
            <ul className={look.toc}>
              {hits.map((hit) => (
                <li key={hit.id}>
                  <Link className={look.entry} to={{ pathname: `/c/${company}/help/${hit.id}`, search: q ? `?q=${encodeURIComponent(q)}` : "" }} aria-current={hit.id === id || undefined}>{hit.title}{hit.excerpt && <span className={look.excerpt}>{hit.excerpt}</span>}</Link>
                </li>
              ))}
            </ul>
          </nav>
          {one ? <Shown article={one} /> : <Welcome />}
        </div>
      </div>
    </>
  );
}

function Shown({ article }: { article: Article }) {
  return (
    <article data-article={article.id}>
      <Title order={2} fz="xl" mb="sm">{article.title}</Title>
      <ArticleBody body={article.body} />
      <Foot />
    </article>
  );
}

function Welcome() {
  const { t } = useTranslation();
  const first = useArticles().data?.find((article) => article.id === "help");
  return <article data-article="help"><Title order={2} fz="xl" mb="sm">{first?.title ?? t("app:page.help")}</Title>{first && <ArticleBody body={first.body} />}<Foot /></article>;
}

export function Foot({ onLeave }: { onLeave?: () => void }) {
  const { t } = useTranslation();
  const { company } = useParams();
  const leave = onLeave ? { onClick: onLeave } : {};
  return (
    <div className={look.foot}>
      <span>{t("help:not_found")}</span>
      <Anchor component={Link} to={`/c/${company}/support`} fz="inherit" {...leave}>{t("help:ask")}</Anchor>
      <Anchor component={Link} to={`/c/${company}/suggestions`} fz="inherit" {...leave}>{t("help:suggest")}</Anchor>
    </div>
  );
}
