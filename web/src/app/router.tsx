/** Addresses: /c/{company}/… for everything that belongs to a company, so two tabs can work in two companies. */
import { createBrowserRouter, Navigate, Outlet, useLocation, useRouteError, type RouteObject } from "react-router";
import { useEffect } from "react";
import { asProblem } from "@/api/problem";
import { ErrorState, NotFoundState, PageSkeleton } from "@/components/states";
import { OfflinePage } from "./Offline";
import { PAGES, PUBLIC_PAGES, type PageSpec } from "./pages";
import { useMe } from "./session";
import { RequireScope, Shell } from "./shell/Shell";
import { reloadForNewVersion } from "./version";

function lazily(load: PageSpec["load"]): NonNullable<RouteObject["lazy"]> {
  return async () => {
    try {
      return { Component: (await load()).default };
    } catch (error) {
      // A page of an older build is gone from the server: fetch the new build once.
      if (await reloadForNewVersion()) return { Component: PageSkeleton };
      throw error;
    }
  };
}

function Unreached({ error, retry }: { error: unknown; retry: () => void }) {
  const problem = asProblem(error);
  return problem.status === 0 ? <OfflinePage retry={retry} /> : <ErrorState problem={problem} retry={retry} />;
}

function Home() {
  const me = useMe();
  if (me.isPending) return <PageSkeleton />;
  if (me.data === undefined) return <Unreached error={me.error} retry={() => void me.refetch()} />;
  if (!me.data) return <Navigate to="/signin" replace />;
  const last = localStorage.getItem("caveau.company");
  const company = me.data.companies.find((c: { company: string }) => c.company === last) ?? me.data.companies[0];
  return <Navigate to={company ? `/c/${company.company}` : "/companies/new"} replace />;
}

/** The sign-in page keeps the address one came for. */
export function RequirePerson() {
  const me = useMe();
  const { pathname, search, hash } = useLocation();
  if (me.isPending) return <PageSkeleton />;
  // Once a person is known, a server that stays silent for a while takes no page away.
  if (me.data === undefined) return <Unreached error={me.error} retry={() => void me.refetch()} />;
  if (!me.data) return <Navigate to={`/signin?next=${encodeURIComponent(pathname + search + hash)}`} replace />;
  return <Outlet />;
}

function Crash() {
  const error = useRouteError();
  useEffect(() => console.error(error), [error]);
  return <ErrorState problem={asProblem(error)} retry={() => window.location.reload()} />;
}

const company: RouteObject[] = PAGES.map((page) => ({
  element: <RequireScope scope={page.scope} />,
  children: [page.path ? { path: page.path, lazy: lazily(page.load) } : { index: true, lazy: lazily(page.load) }],
}));

export const router = createBrowserRouter([
  {
    errorElement: <Crash />,
    hydrateFallbackElement: <PageSkeleton />,
    children: [
      { path: "/", element: <Home /> },
      ...PUBLIC_PAGES.filter((p) => !p.signedIn).map((p) => ({ path: p.path, lazy: lazily(p.load) })),
      {
        element: <RequirePerson />,
        children: [
          ...PUBLIC_PAGES.filter((p) => p.signedIn).map((p) => ({ path: p.path, lazy: lazily(p.load) })),
          {
            path: "/c/:company",
            element: <Shell />,
            children: [
              { errorElement: <Crash />, children: company },
              { path: "changelog", lazy: lazily(() => import("@/features/help/ChangelogPage")) },
              { path: "*", element: <NotFoundState /> },
            ],
          },
        ],
      },
      { path: "*", element: <NotFoundState /> },
    ],
  },
]);
