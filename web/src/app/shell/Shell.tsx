/** The frame of every page of a company: stripe, header, rail, and the page itself. */
import { Button } from "@mantine/core";
import { useDisclosure, useLocalStorage, useNetwork } from "@mantine/hooks";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation, useNavigation, useParams } from "react-router";
import { asProblem } from "@/api/problem";
import { ErrorState, NoRight, PageSkeleton } from "@/components/states";
import { useAccent } from "../accent";
import { LiveProvider } from "../live";
import { useAccess, useCan, useMembership } from "../session";
import { useNewVersion } from "../version";
import { Header } from "./Header";
import { Rail } from "./Rail";
import { help, palette, shortcuts, useFrameKeys } from "./parts";
import classes from "./shell.module.css";

const MenuDrawer = lazy(() => import("./MenuDrawer"));
const RefusedPage = lazy(() => import("@/features/account/RefusedPage"));

export function Shell() {
  const membership = useMembership();
  const { company } = useParams();
  const { t } = useTranslation();
  const [folded, setFolded] = useLocalStorage({ key: "caveau.rail-folded", defaultValue: false, getInitialValueInEffect: false });
  const [menu, { open, close }] = useDisclosure(false);
  const { pathname, key } = useLocation();
  useEffect(close, [pathname, close]);
  useAccent(membership?.colour);
  useLightPaper();
  useEffect(() => {
    if (membership) localStorage.setItem("caveau.company", membership.company);
  }, [membership]);
  const access = useAccess();
  if (!membership) return <Suspense fallback={<PageSkeleton />}><RefusedPage /></Suspense>;
  if (access.isPending) return <PageSkeleton />;
  // A server that stays silent for a while takes no page away; a right taken away does.
  if (access.isError && (!access.data || asProblem(access.error).status === 403 || asProblem(access.error).status === 404)) return <ErrorState problem={asProblem(access.error)} retry={() => void access.refetch()} />;
  return (
    <LiveProvider key={company} company={membership.company}>
      <a href="#main" className="skip-link">{t("app:shell.skip")}</a>
      <div className={classes.frame} data-folded={folded}>
        <Header onMenu={open} />
        <nav className={classes.rail} aria-label={t("app:shell.navigation")}>
          <Rail folded={folded} onFold={() => setFolded(!folded)} />
        </nav>
        <main id="main" tabIndex={-1} data-place={key} className={classes.main} style={{ outline: "none" }}>
          <Bars />
          <PageFrame />
        </main>
      </div>
      {menu && <Suspense fallback={null}><MenuDrawer title={membership.name} onClose={close} /></Suspense>}
      <palette.Slot />
      <shortcuts.Slot />
      <help.Slot />
      <FrameKeys />
    </LiveProvider>
  );
}

/** Paper is white: what is printed in the dark scheme is printed in the light one. */
function useLightPaper(): void {
  useEffect(() => {
    const root = document.documentElement;
    let was: string | undefined;
    const before = () => {
      was = root.dataset["mantineColorScheme"];
      root.dataset["mantineColorScheme"] = "light";
    };
    const after = () => {
      if (was) root.dataset["mantineColorScheme"] = was;
    };
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
}

/** Shows the skeleton while a page's code is fetched, and says the new page's title to who cannot see it. */
function PageFrame() {
  const navigation = useNavigation();
  const { pathname } = useLocation();
  const loading = navigation.state === "loading" && navigation.location.pathname !== pathname;
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else window.scrollTo(0, 0);
  }, [pathname]);
  return loading ? <PageSkeleton /> : <Outlet />;
}

function Bars() {
  const { t } = useTranslation();
  const { online } = useNetwork();
  const newer = useNewVersion();
  return (
    <>
      {!online && <div className={`${classes.bar} ${classes.offline}`} role="status">{t("app:shell.offline")}</div>}
      {newer && (
        <div className={`${classes.bar} ${classes.update}`} role="status">
          {t("app:shell.new_version")}
          <Button size="compact-sm" variant="default" onClick={() => window.location.reload()}>{t("app:shell.reload")}</Button>
        </div>
      )}
    </>
  );
}

function FrameKeys() {
  useFrameKeys();
  return null;
}

export function RequireScope({ scope }: { scope: string | null }) {
  const can = useCan();
  return can(scope) ? <Outlet /> : <NoRight />;
}
