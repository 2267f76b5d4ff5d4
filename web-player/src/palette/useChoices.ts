import { useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Session } from "../api";
import { destinationsOf } from "../shell/destinations";
import { addressOf } from "../shell/place";
import { SCHEMES } from "../shell/Preferences";
import { keepLanguage } from "../words/language";
import { LANGUAGES } from "../words/words";
import type { Choice } from "./choices";

export interface Deed extends Choice {
  run: () => void;
}

/** All that someone can reach or do from anywhere. */
export function useChoices(session: Session, onKeys: () => void, onSignOut: () => void): Deed[] {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  const go = (to: string) => () => void navigate({ to });
  const watched = session.sites.flatMap((site) => site.watch.map((purpose) => ({ site, purpose })));
  const mayManageSites = session.may.includes("manage_sites");
  return [
    ...watched.map(({ site, purpose }) => ({
      id: `${site.key}/${purpose}`,
      group: "screens" as const,
      label: `${t("screen.recordings")} · ${t(`purpose.${purpose}`)}`,
      detail: site.name,
      run: go(addressOf(site.key, purpose)),
    })),
    ...destinationsOf(session)
      .filter((destination) => destination !== "recordings")
      .map((destination) => ({
        id: destination,
        group: "screens" as const,
        label: t(`screen.${destination}`),
        run: go(`/${destination}`),
      })),
    ...(mayManageSites ? session.sites : []).map((site) => ({
      id: `settings/${site.key}`,
      group: "screens" as const,
      label: t("palette.settings", { site: site.name }),
      detail: site.key,
      run: go(`/sites/${encodeURIComponent(site.key)}`),
    })),
    ...session.sites
      .filter(({ read_policies: read }) => read.length > 0)
      .map((site) => ({
        id: `policies/${site.key}`,
        group: "screens" as const,
        label: t("palette.policies", { site: site.name }),
        detail: site.key,
        run: go(`/policies/${encodeURIComponent(site.key)}`),
      })),
    { id: "account", group: "screens", label: t("ownAccount"), detail: session.member.email, run: go("/account") },
    { id: "keys", group: "actions", label: t("palette.keys"), detail: "?", run: onKeys },
    ...LANGUAGES.map((language) => ({
      id: `language/${language}`,
      group: "actions" as const,
      label: t("palette.language", { language: t(`languages.${language}`) }),
      run: () => void keepLanguage(language),
    })),
    ...SCHEMES.map((scheme) => ({
      id: `scheme/${scheme}`,
      group: "actions" as const,
      label: t("palette.scheme", { scheme: t(`schemes.${scheme}`) }),
      run: () => setColorScheme(scheme),
    })),
    { id: "sign-out", group: "actions", label: t("signOut"), run: onSignOut },
  ];
}
