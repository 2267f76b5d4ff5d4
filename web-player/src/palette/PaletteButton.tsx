import { Suspense, lazy, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../api";
import { isTaken } from "../keyboard";
import { Icon } from "../shell/icons";
import buttons from "../shell/button.module.css";

const Palette = lazy(async () => ({ default: (await import("./Palette")).Palette }));
const Keys = lazy(async () => ({ default: (await import("./Keys")).Keys }));

const onApple = /mac|iphone|ipad/i.test(navigator.platform);

/** Opens the palette, with Ctrl or ⌘ K too, and the list of keys with a question mark. */
export function PaletteButton({ session }: { session: Session }) {
  const { t } = useTranslation("shell");
  const [shown, setShown] = useState<"palette" | "keys">();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const asked = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
      if (asked && document.querySelector("dialog[open]") === null) {
        event.preventDefault();
        setShown("palette");
      } else if (event.key === "?" && !isTaken(event)) {
        setShown("keys");
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  const close = () => setShown(undefined);
  return (
    <>
      <button type="button" className={buttons.button} aria-label={t("palette.title")} aria-haspopup="dialog" onClick={() => setShown("palette")}>
        <Icon name="search" size={16} />
        <span className={buttons.wide}>{t("palette.open")}</span>
        <kbd className={buttons.wide}>{onApple ? "⌘" : t("keys.keyName.ctrl")} K</kbd>
      </button>
      <Suspense>
        {shown === "palette" && <Palette session={session} onClose={close} onKeys={() => setShown("keys")} />}
        {shown === "keys" && <Keys onClose={close} />}
      </Suspense>
    </>
  );
}
