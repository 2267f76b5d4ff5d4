import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./Dialog";
import { Trouble } from "./Trouble";
import screen from "./screen.module.css";

interface Props {
  title: string;
  /** What the button that does it says. */
  deed: string;
  doing: { isPending: boolean; error: unknown; reset: () => void };
  onDo: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something that cannot be undone. The safe answer has the focus. */
export function Confirm({ title, deed, doing, onDo, onClose, children }: Props) {
  const { t } = useTranslation("states");
  const close = () => {
    doing.reset();
    onClose();
  };
  return (
    <Dialog opened onClose={close} title={title}>
      {children}
      <Trouble error={doing.error} />
      <div className={screen.actionsEnd}>
        <Button variant="default" onClick={close} data-autofocus>
          {t("cancel")}
        </Button>
        <Button className={screen.danger} loading={doing.isPending} onClick={onDo}>
          {deed}
        </Button>
      </div>
    </Dialog>
  );
}
