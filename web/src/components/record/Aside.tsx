/** What every record carries at its side: tasks and notes, files, history. */
import "@/i18n/late/journal";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { RecordWork } from "@/features/tasks/RecordWork";
import { Files, type Subject } from "./Files";
import { History } from "./History";
import { Panel } from "./Panel";

interface Props {
  subject: Subject;
  /** needed to add or remove files */
  scope: string;
  version: number;
  /** when the journal knows the record under another kind */
  history?: string;
  /** stands where the history would: a time line that holds it too */
  instead?: ReactNode;
}

export function RecordAside({ subject, scope, version, history, instead }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <RecordWork key={subject.id} {...subject} />
      <Files subject={subject} scope={scope} />
      {instead ?? <Panel title={t("journal:title")}><History kind={history ?? subject.kind} id={subject.id} version={version} /></Panel>}
    </>
  );
}
