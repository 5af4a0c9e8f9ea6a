import { useTranslation } from "react-i18next";
import { AccountFrame } from "@/features/account/AccountFrame";
import { Releases } from "./changelog";

/** The same for who is not signed in: a public page. */
export default function PublicChangelogPage() {
  const { t } = useTranslation();
  return <AccountFrame wide title={t("app:changelog.title")} lead={t("app:changelog.intro")}><Releases /></AccountFrame>;
}
