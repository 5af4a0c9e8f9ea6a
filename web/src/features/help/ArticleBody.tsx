/**
 * An article drawn from its Markdown: headings, paragraphs, lists, tips (`>`), bold, keys (`Ctrl+K`), links and videos.
 * `[Clients](page:customers)` leads to a page, `[Factures](help:invoices)` to an article, `::video first-order` plays one.
 */
import { Anchor, Kbd, Title } from "@mantine/core";
import { type ReactNode } from "react";
import { Link, useParams } from "react-router";
import { Video } from "./Video";
import look from "./help.module.css";

export function ArticleBody({ body, onLeave }: { body: string; onLeave?: () => void }) {
  return <div className={look.body}>{body.split(/\n{2,}/).map((block, i) => <Block key={i} text={block.trim()} onLeave={onLeave} />)}</div>;
}

function Block({ text, onLeave }: { text: string; onLeave: (() => void) | undefined }) {
  const line = (one: string) => <Inline text={one} onLeave={onLeave} />;
  if (text.startsWith("## ")) return <Title order={2} className={look.heading}>{text.slice(3)}</Title>;
  if (text.startsWith("::video ")) return <Video name={text.slice(8).trim()} />;
  if (text.startsWith("> ")) return <p className={look.tip}>{line(text.replace(/^> /gm, ""))}</p>;
  const items = text.split("\n");
  if (items.every((one) => one.startsWith("- "))) return <ul>{items.map((one) => <li key={one}>{line(one.slice(2))}</li>)}</ul>;
  if (items.every((one) => /^\d+\. /.test(one))) return <ol>{items.map((one) => <li key={one}>{line(one.replace(/^\d+\. /, ""))}</li>)}</ol>;
  return <p>{line(text.replace(/\n/g, " "))}</p>;
}

const MARK = /(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)]+\))/;

function Inline({ text, onLeave }: { text: string; onLeave: (() => void) | undefined }): ReactNode {
  return text.split(MARK).map((part, i) => {
    if (part.startsWith("**")) return <strong key={i}>{part.slice(2, -2)}</strong>;
    if (part.startsWith("`")) return <Kbd key={i} className={look.key!}>{part.slice(1, -1)}</Kbd>;
    const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part);
    return link ? <To key={i} to={link[2]!} onLeave={onLeave}>{link[1]}</To> : part;
  });
}

function To({ to, children, onLeave }: { to: string; children: ReactNode; onLeave: (() => void) | undefined }) {
  const { company } = useParams();
  const [kind, name = ""] = to.split(":");
  const address = name.startsWith("/") ? name : kind === "help" ? `/c/${company}/help/${name}` : `/c/${company}/${name}`;
  return <Anchor component={Link} to={address} inherit underline="always" {...(onLeave ? { onClick: onLeave } : {})}>{children}</Anchor>;
}
