/** "Envoyer par courrier" on the rows chosen in a list: the dialog says what all of them cost before one leaves. */
import { IconMailbox } from "@tabler/icons-react";
import { useMemo, useState, type ReactNode } from "react";
import type { BulkAction } from "@/components/list/types";
import { later } from "@/lib/onDemand";
import type { SentKind } from "./words";

const PostDialog = later(async () => (await import("./PostDialog")).PostDialog);

interface Row {
  id: string;
  number: string;
  kind?: string;
}
interface Asked {
  rows: Row[];
  answer: (sent: boolean) => void;
}

export function usePosting(kind: SentKind): { bulk: BulkAction<Row>; dialog: ReactNode } {
  const [asked, setAsked] = useState<Asked | null>(null);
  const bulk = useMemo<BulkAction<Row>>(() => ({
    key: "post", label: "mailing:post", icon: IconMailbox, scope: "sales:write", allowed: (row) => row.kind !== "former",
    run: async (rows) => {
      const sent = await new Promise<boolean>((answer) => setAsked({ rows, answer }));
      setAsked(null);
      return sent ? undefined : false;
    },
  }), []);
  const dialog = asked && <PostDialog documents={asked.rows.map((row) => ({ kind, id: row.id, number: row.number }))} onClose={asked.answer} />;
  return { bulk, dialog };
}
