/**
 * Changes made elsewhere appear here within seconds: the change feed is asked every 2 s while the page is visible,
 * every 15 s while it is hidden. Lists that show a changed kind are refetched and the changed rows flash; an open
 * form is told and decides itself. A push channel may replace the poll behind `useLive` later.
 */
import { useQueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { apiFor, type Schemas } from "@/api/client";
import { asProblem } from "@/api/problem";

export type Change = Schemas["Changed"];
type Listener = (change: Change) => void;

interface Live {
  /** ids changed in the last seconds, by anybody */
  fresh: ReadonlySet<string>;
  /** hears of every change; returns how to stop */
  listen: (listener: Listener) => () => void;
}

const VISIBLE_MS = 2000;
const HIDDEN_MS = 15_000;
const FLASH_MS = 2600;
const NOTHING: Live = { fresh: new Set(), listen: () => () => undefined };
const Context = createContext<Live>(NOTHING);

export function useLive(): Live {
  return use(Context);
}

export function LiveProvider({ company, children }: { company: string; children: ReactNode }) {
  const queries = useQueryClient();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(NOTHING.fresh);
  const listeners = useRef(new Set<Listener>());

  useEffect(() => {
    const feed = new Feed(company, (changes) => {
      const kinds = new Set(changes.map((c) => c.kind));
      void queries.invalidateQueries({ predicate: ({ meta }) => ((meta?.["kinds"] as string[] | undefined) ?? []).some((k) => kinds.has(k)) });
      for (const change of changes) for (const listener of listeners.current) listener(change);
      const ids = changes.map((c) => c.id);
      setFresh((old) => new Set([...old, ...ids]));
      setTimeout(() => setFresh((old) => new Set([...old].filter((id) => !ids.includes(id)))), FLASH_MS);
    });
    feed.start();
    return () => feed.stop();
  }, [company, queries]);

  const live = useMemo<Live>(() => ({
    fresh,
    listen: (listener) => {
      listeners.current.add(listener);
      return () => listeners.current.delete(listener);
    },
  }), [fresh]);
  return <Context.Provider value={live}>{children}</Context.Provider>;
}

/** One loop at a time; an error only makes it wait. */
class Feed {
  private cursor = "now";
  private timer: number | undefined;
  private readonly abort = new AbortController();

  constructor(private readonly company: string, private readonly tell: (changes: Change[]) => void) {}

  start(): void {
    document.addEventListener("visibilitychange", this.wake);
    void this.turn();
  }

  stop(): void {
    document.removeEventListener("visibilitychange", this.wake);
    window.clearTimeout(this.timer);
    this.abort.abort();
  }

  private readonly wake = () => {
    if (document.hidden) return;
    window.clearTimeout(this.timer);
    void this.turn();
  };

  private async turn(): Promise<void> {
    let wait = document.hidden ? HIDDEN_MS : VISIBLE_MS;
    try {
      const more = await this.read();
      if (more) wait = 0;
    } catch (error) {
      if (this.abort.signal.aborted) return;
      const problem = asProblem(error);
      if (problem.status === 401 || problem.status === 403 || problem.status === 404) return;
      wait = HIDDEN_MS / 2;
    }
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.turn(), wait);
  }

  private async read(): Promise<boolean> {
    const page = await apiFor(this.company).get("/{company}/changes", {}, { after: this.cursor, limit: 200 }, this.abort.signal);
    this.cursor = page.next;
    if (page.items.length) this.tell(page.items);
    return page.more;
  }
}
