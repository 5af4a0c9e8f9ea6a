/** What a page shows when it has nothing else to show: loading, empty, refused, broken, not found. */
import { Alert, Button, Center, Code, CopyButton, Group, Skeleton, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconAlertTriangle, IconCloudOff, IconLock, IconMapQuestion, type Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import type { Problem } from "@/api/problem";
import classes from "./states.module.css";

export function PageSkeleton() {
  const { t } = useTranslation();
  return (
    <Stack p="lg" gap="md" aria-busy="true" aria-label={t("app:state.loading")} role="status">
      <Skeleton h={28} w={220} />
      <Skeleton h={36} />
      {Array.from({ length: 8 }, (_, i) => <Skeleton key={i} h={20} w={`${94 - (i % 4) * 9}%`} />)}
    </Stack>
  );
}

interface Blank {
  icon: Icon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** A sentence, an action, at most a hint: for a first visit or a search without result. */
export function Empty({ icon: Symbol, title, children, action }: Blank) {
  return (
    <Center py={56} px="md">
      <Stack align="center" gap="sm" maw={460} ta="center">
        <ThemeIcon variant="light" size={52} radius="xl" aria-hidden><Symbol size={26} stroke={1.6} /></ThemeIcon>
        <Title order={2} fz="lg">{title}</Title>
        {children && <Text c="dimmed" component="div" fz="sm">{children}</Text>}
        {action && <div className={classes.way}>{action}</div>}
      </Stack>
    </Center>
  );
}

export function ErrorState({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const { t } = useTranslation();
  const offline = problem.status === 0;
  if (problem.status === 404) return <NotFoundState />;
  if (problem.status === 403) return <NoRight />;
  return (
    <Empty icon={offline ? IconCloudOff : IconAlertTriangle} title={problem.title}
      action={retry && <Button variant="default" onClick={retry}>{t("app:action.retry")}</Button>}>
      <div role="alert">{problem.message}</div>
      {problem.reference && <Reference text={problem.reference} />}
    </Empty>
  );
}

/** The reference to give to support, one click to copy. */
export function Reference({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <Group gap={6} justify="center" mt="xs">
      <Text span fz="xs" c="dimmed">{t("app:state.reference")}</Text> <Code>{text}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="subtle" onClick={copy}>{copied ? t("app:action.copied") : t("app:action.copy")}</Button>
        )}
      </CopyButton>
    </Group>
  );
}

export function NoRight() {
  const { t } = useTranslation();
  const { company } = useParams();
  return (
    <Empty icon={IconLock} title={t("app:state.no_right_title")} action={<Button variant="default" component={Link} to={company ? `/c/${company}` : "/"}>{t("app:action.go_home")}</Button>}>
      {t("app:state.no_right")}
    </Empty>
  );
}

export function NotFoundState() {
  const { t } = useTranslation();
  const { company } = useParams();
  return (
    <Empty icon={IconMapQuestion} title={t("app:state.not_found_title")}
      action={<Button variant="default" component={Link} to={company ? `/c/${company}` : "/"}>{t("app:action.go_home")}</Button>}>
      {t("app:state.not_found")}
    </Empty>
  );
}

/** A refusal that belongs to no field, at the top of a form. */
export function ProblemBanner({ problem }: { problem: Problem }) {
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} title={problem.title} role="alert" mb="md">
      {problem.message}
      {problem.status >= 500 && problem.reference && <Reference text={problem.reference} />}
    </Alert>
  );
}
