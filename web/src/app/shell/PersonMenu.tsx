/** The person: language, light or dark, security, the way out. */
import { Menu, SegmentedControl, Stack, Text, UnstyledButton, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import { IconHeadset, IconHelp, IconKeyboard, IconLogout, IconMessageCircle, IconShieldLock, IconSparkles, IconUserCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { personApi, type Schemas } from "@/api/client";
import { chooseLanguage, type Language } from "@/i18n";
import { useMe, useSignOut } from "../session";
import { openHelp, openShortcuts } from "./parts";
import classes from "./shell.module.css";

export default function PersonMenu({ opened }: { opened: boolean }) {
  const { t, i18n } = useTranslation();
  const me = useMe().data;
  const queries = useQueryClient();
  const signOut = useSignOut();
  const { company } = useParams();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const running = useQuery<Schemas["HealthOut"]>({ queryKey: ["health"], staleTime: 300_000, queryFn: ({ signal }) => personApi.get("/health", {}, undefined, signal) }).data;
  if (!me) return null;
  const choose = async (language: Language) => {
    await chooseLanguage(language);
    // Mails and the labels that come from the server follow the person's language.
    queries.setQueryData(["me"], await personApi.send("put", "/me", {}, { name: me.name, language }, { version: me.version }));
    await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
  };
  return (
    <Menu position="bottom-end" width={280} defaultOpened={opened}>
      <Menu.Target>
        <UnstyledButton aria-label={t("app:shell.person_menu", { name: me.name })} className={classes.person} autoFocus={opened}>
          <IconUserCircle size={26} stroke={1.5} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Stack gap={0} px="sm" py={6}>
          <Text fw={600} fz="sm">{me.name}</Text>
          <Text fz="xs" c="dimmed">{me.email}</Text>
        </Stack>
        <Menu.Divider />
        <Stack gap={8} px="sm" py={6}>
          <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
            <VisuallyHidden component="legend">{t("app:shell.language")}</VisuallyHidden>
            <SegmentedControl fullWidth size="sm" value={i18n.language} aria-label={t("app:shell.language")}
              onChange={(value) => void choose(value as Language)}
              data={[{ value: "fr", label: t("app:language.fr") }, { value: "en", label: t("app:language.en") }]} />
          </fieldset>
          <SegmentedControl fullWidth size="sm" value={colorScheme} aria-label={t("app:shell.scheme")}
            onChange={(value) => setColorScheme(value as "light" | "dark" | "auto")}
            data={(["light", "dark", "auto"] as const).map((value) => ({ value, label: t(`app:scheme.${value}`) }))} />
        </Stack>
        <Menu.Divider />
        <Menu.Item mih={40} hiddenFrom="sm" leftSection={<IconSparkles size={16} />} component={Link} to={`/c/${company}/changelog`}>{t("app:shell.whats_new")}</Menu.Item>
        <Menu.Item hiddenFrom="sm" leftSection={<IconMessageCircle size={16} />} component={Link} to={`/c/${company}/support`}>{t("app:page.support")}</Menu.Item>
        <Menu.Item leftSection={<IconHelp size={16} />} onClick={openHelp}>{t("app:shell.help")}</Menu.Item>
        <Menu.Item visibleFrom="sm" leftSection={<IconKeyboard size={16} />} onClick={openShortcuts}>{t("app:shell.keys")}</Menu.Item>
        {me.staff && <Menu.Item leftSection={<IconHeadset size={16} />} component={Link} to="/desk">{t("app:shell.desk")}</Menu.Item>}
        <Menu.Item leftSection={<IconShieldLock size={16} />} component={Link} to="/profil">{t("app:shell.security")}</Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>{t("app:shell.sign_out")}</Menu.Item>
        {running && <Text component={Link} to={`/c/${company}/changelog`} className={classes.version!}>{t("app:shell.running", { version: running.version })}</Text>}
      </Menu.Dropdown>
    </Menu>
  );
}
