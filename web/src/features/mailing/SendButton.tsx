/** "Envoyer par e-mail", on the page of a document. */
import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconMail } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useCan } from "@/app/session";
import { later } from "@/lib/onDemand";
import { PostButton } from "./PostButton";
import type { SentKind } from "./words";

const SendDialog = later(async () => (await import("./SendDialog")).SendDialog);

export function SendButton({ kind, id }: { kind: SentKind; id: string }) {
  const { t } = useTranslation();
  const can = useCan();
  const [opened, dialog] = useDisclosure(false);
  if (!can("sales:write")) return null;
  return (
    <>
      <Button variant="default" h={44} leftSection={<IconMail size={18} />} onClick={dialog.open}>{t("mailing:send")}</Button>
      <PostButton kind={kind} id={id} />
      {opened && <SendDialog kind={kind} id={id} onClose={dialog.close} />}
    </>
  );
}
