import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Session } from "../api";
import { destinationsOf, isWithin } from "./destinations";
import type { Destination } from "./destinations";
import { Icon } from "./icons";
import { recordingsOf } from "./place";
import styles from "./rail.module.css";

export const RAIL = "rail";

/** The screens that one can use. On narrow windows it is a panel that the header's menu button opens. */
export function Rail({ session }: { session: Session }) {
  const { t } = useTranslation("shell");
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const addressOf = (destination: Destination) =>
    destination === "recordings" ? recordingsOf(session) : `/${destination}`;
  const close = () => document.getElementById(RAIL)?.hidePopover();
  return (
    <nav id={RAIL} popover="auto" aria-label={t("screens")} className={styles.rail}>
      <Link to="/" className={styles.mark} onClick={close}>
        Revoir
      </Link>
      <ul>
        {destinationsOf(session).map((destination) => (
          <li key={destination}>
            <Link
              to={addressOf(destination)}
              aria-current={isWithin(destination, pathname) ? "page" : undefined}
              activeProps={{}}
              onClick={close}
            >
              <Icon name={destination} />
              {t(`screen.${destination}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
