/** "Envoyer par courrier", on the page of a document. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMailbox } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { later } from "@/lib/onDemand";
import type { SentKind } from "./words";

const PostDialog = later(async () => (await import("./PostDialog")).PostDialog);

export function PostButton({ kind, id }: { kind: SentKind; id: string }) {
  const { t } = useTranslation();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Tooltip label={t("mailing:post")}><ActionIcon variant="default" size={44} aria-label={t("mailing:post")} onClick={dialog.open}><IconMailbox size={18} /></ActionIcon></Tooltip>
      {opened && <PostDialog documents={[{ kind, id, number: "" }]} onClose={dialog.close} />}
    </>
  );
}
