import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { parseNext } from "./next";
import { sessionQuery } from "./queries";
import { firstWatchable } from "./purposes";
import { Shell } from "./shell/Shell";
import { BareFailed, BareLoading, BareNotFound } from "./states/Bare";

const root = createRootRouteWithContext<{ queries: QueryClient }>()({});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { next?: string } => {
    const next = parseNext(search.next);
    return next === undefined ? {} : { next };
  },
  beforeLoad: async ({ context, search }) => {
    const session = await context.queries.ensureQueryData(sessionQuery).catch(() => null);
    if (session) throw redirect({ href: search.next ?? "/" });
  },
  component: lazyRouteComponent(() => import("./routes/sign-in/SignIn"), "SignIn"),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session) return;
    throw redirect({ to: "/sign-in", search: location.pathname === "/" ? {} : { next: location.href } });
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: async ({ context }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    const first = session ? firstWatchable(session) : undefined;
    if (first === undefined) return;
    const params = { site: first.site.key, purpose: first.purpose };
    throw redirect({ to: "/sites/$site/$purpose", params, replace: true });
  },
  component: lazyRouteComponent(() => import("./routes/home/Home"), "Home"),
});

const recordings = createRoute({
  getParentRoute: () => shell,
  path: "/sites/$site/$purpose",
  component: lazyRouteComponent(() => import("./routes/recordings/Recordings"), "Recordings"),
});

const recording = createRoute({
  getParentRoute: () => shell,
  path: "/sites/$site/$purpose/recordings/$recording",
  component: lazyRouteComponent(() => import("./routes/recording/RecordingScreen"), "RecordingScreen"),
});

const routeTree = root.addChildren([signIn, shell.addChildren([home, recordings, recording])]);

export function createConsole(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    scrollRestoration: true,
    defaultNotFoundComponent: BareNotFound,
    defaultErrorComponent: BareFailed,
    defaultPendingComponent: BareLoading,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createConsole>;
  }
}
