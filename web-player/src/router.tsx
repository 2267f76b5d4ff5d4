import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { parseNext } from "./next";
import { prefetchRecording, sessionQuery } from "./queries";
import type { AuditSearch } from "./routes/audit/search";
import type { IncidentSearch } from "./routes/incidents/concern";
import { parseMoment } from "./routes/recording/moment";
import { keepSearch, readSearch } from "./routes/recordings/address";
import { isOver } from "./session";
import { destinationsOf } from "./shell/destinations";
import { recordingsOf } from "./shell/place";
import { BareFailed, BareLoading, BareNotFound } from "./states/Bare";
import { PURPOSES, oneOf } from "./terms";
import type { Purpose } from "./terms";
import { fetchArea } from "./words/language";

const root = createRootRouteWithContext<{ queries: QueryClient }>()({});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { next?: string; ended?: boolean } => {
    const next = parseNext(search.next);
    return { ...(next !== undefined && { next }), ...(search.ended === true && { ended: true }) };
  },
  beforeLoad: async ({ context, search }) => {
    if (isOver(context.queries)) return;
    const session = await context.queries.ensureQueryData(sessionQuery).catch(() => null);
    if (session) throw redirect({ href: search.next ?? "/" });
  },
  component: lazyRouteComponent(() => import("./routes/sign-in/SignIn"), "SignIn"),
});

const forgotten = createRoute({
  getParentRoute: () => root,
  path: "/forgotten",
  loader: () => fetchArea("account"),
  component: lazyRouteComponent(() => import("./routes/forgotten/Forgotten"), "Forgotten"),
});

const link = createRoute({
  getParentRoute: () => root,
  path: "/link",
  loader: () => fetchArea("account"),
  component: lazyRouteComponent(() => import("./routes/link/LinkScreen"), "LinkScreen"),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: async ({ context, location }) => {
    const ended = isOver(context.queries);
    const session = await context.queries.ensureQueryData(sessionQuery);
    if (session && !ended) return;
    const next = location.pathname === "/" ? {} : { next: location.href };
    throw redirect({ to: "/sign-in", search: { ...next, ...(ended && { ended }) } });
  },
  component: lazyRouteComponent(() => import("./shell/Shell"), "Shell"),
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: async ({ context }) => {
    const session = await context.queries.ensureQueryData(sessionQuery);
    const first = session ? destinationsOf(session).at(0) : undefined;
    if (session && first) throw redirect({ to: first === "recordings" ? recordingsOf(session) : `/${first}`, replace: true });
  },
  component: lazyRouteComponent(() => import("./routes/home/Home"), "Home"),
});

const recordings = createRoute({
  getParentRoute: () => shell,
  path: "/sites/$site/$purpose",
  validateSearch: keepSearch,
  component: lazyRouteComponent(() => import("./routes/recordings/Recordings"), "Recordings"),
});

const recording = createRoute({
  getParentRoute: () => shell,
  path: "/sites/$site/$purpose/recordings/$recording",
  validateSearch: parseMoment,
  loader: ({ context, params }) => {
    prefetchRecording(context.queries, params);
    void fetchArea("recording");
    void fetchArea("transcript");
  },
  component: lazyRouteComponent(() => import("./routes/recording/RecordingScreen"), "RecordingScreen"),
});

const account = createRoute({
  getParentRoute: () => shell,
  path: "/account",
  loader: () => Promise.all([fetchArea("account"), fetchArea("members")]),
  component: lazyRouteComponent(() => import("./routes/account/AccountScreen"), "AccountScreen"),
});

const members = createRoute({
  getParentRoute: () => shell,
  path: "/members",
  loader: () => fetchArea("members"),
  component: lazyRouteComponent(() => import("./routes/members/Members"), "Members"),
});

const member = createRoute({
  getParentRoute: () => shell,
  path: "/members/$member",
  loader: () => fetchArea("members"),
  component: lazyRouteComponent(() => import("./routes/members/MemberScreen"), "MemberScreen"),
});

const sites = createRoute({
  getParentRoute: () => shell,
  path: "/sites",
  loader: () => fetchArea("sites"),
  component: lazyRouteComponent(() => import("./routes/sites/Sites"), "Sites"),
});

const site = createRoute({
  getParentRoute: () => shell,
  path: "/sites/$site",
  loader: () => fetchArea("sites"),
  component: lazyRouteComponent(() => import("./routes/sites/SiteScreen"), "SiteScreen"),
});

const policyWords = () => Promise.all([fetchArea("policies"), fetchArea("policy")]);
const policyScreens = () => import("./routes/policies/screens");

const allPolicies = createRoute({
  getParentRoute: () => shell,
  path: "/policies",
  loader: policyWords,
  component: lazyRouteComponent(policyScreens, "AllPolicies"),
});

const policies = createRoute({
  getParentRoute: () => shell,
  path: "/policies/$site",
  loader: policyWords,
  component: lazyRouteComponent(policyScreens, "Policies"),
});

const policyHistory = createRoute({
  getParentRoute: () => shell,
  path: "/policies/$site/$purpose/history",
  loader: policyWords,
  component: lazyRouteComponent(policyScreens, "History"),
});

const policyDraft = createRoute({
  getParentRoute: () => shell,
  path: "/policies/$site/$purpose/draft",
  loader: policyWords,
  component: lazyRouteComponent(policyScreens, "EditorScreen"),
});

const policyReview = createRoute({
  getParentRoute: () => shell,
  path: "/policies/$site/$purpose/publish",
  loader: policyWords,
  component: lazyRouteComponent(policyScreens, "ReviewScreen"),
});

const register = createRoute({
  getParentRoute: () => shell,
  path: "/register",
  validateSearch: (search) => search as { site?: string },
  loader: policyWords,
  component: lazyRouteComponent(policyScreens, "RegisterScreen"),
});

const duties = () => import("./routes/duties");

const deletions = createRoute({
  getParentRoute: () => shell,
  path: "/deletions",
  validateSearch: (search): { site?: string; purpose?: Purpose } => {
    const purpose = typeof search.purpose === "string" ? oneOf(PURPOSES, search.purpose) : undefined;
    return { ...(typeof search.site === "string" && { site: search.site }), ...(purpose && { purpose }) };
  },
  loader: () => fetchArea("deletions"),
  component: lazyRouteComponent(duties, "Deletions"),
});

const texts = createRoute({
  getParentRoute: () => shell,
  path: "/texts",
  validateSearch: (search) => search as { site?: string },
  loader: () => fetchArea("texts"),
  component: lazyRouteComponent(duties, "TextsScreen"),
});

const requests = createRoute({
  getParentRoute: () => shell,
  path: "/requests",
  loader: () => fetchArea("requests"),
  component: lazyRouteComponent(duties, "RequestsScreen"),
});

const incidents = createRoute({
  getParentRoute: () => shell,
  path: "/incidents",
  validateSearch: (search) => search as IncidentSearch,
  loader: () => fetchArea("incidents"),
  component: lazyRouteComponent(duties, "IncidentsScreen"),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: "/audit",
  validateSearch: (search) => search as AuditSearch,
  loader: () => fetchArea("audit"),
  component: lazyRouteComponent(() => import("./routes/audit/AuditScreen"), "AuditScreen"),
});

const installation = createRoute({
  getParentRoute: () => shell,
  path: "/installation",
  loader: () => Promise.all([fetchArea("installation"), fetchArea("members")]),
  component: lazyRouteComponent(() => import("./routes/installation/InstallationScreen"), "InstallationScreen"),
});

const ofPolicies = [allPolicies, policies, policyHistory, policyDraft, policyReview];
const screens = [home, recordings, recording, account, members, member, sites, site, ...ofPolicies, register, texts, requests, deletions, incidents, audit, installation];
const routeTree = root.addChildren([signIn, forgotten, link, shell.addChildren(screens)]);

export function createConsole(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    parseSearch: readSearch,
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
