import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { PurposeGlyph } from "../../purposes";
import { ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import type { Purpose } from "../../terms";

interface Props {
  site: Site;
  purpose: Purpose;
  title: string;
  text: string;
}

/** The head of a screen about one purpose: the way back, its glyph and what the screen is for. */
export function PurposeTitle({ site, purpose, title, text }: Props) {
  const { t } = useTranslation("policies");
  return (
    <div>
      <Link to="/policies/$site" params={{ site: site.key }} className={screen.back}>
        ‹ {t("back", { site: site.name })}
      </Link>
      <ScreenTitle title={title}>
        <PurposeGlyph purpose={purpose} /> {title}
      </ScreenTitle>
      <p className="quiet">{text}</p>
    </div>
  );
}
