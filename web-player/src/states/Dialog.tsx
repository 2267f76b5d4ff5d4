import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./states.module.css";

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** Stays inside its parent, to be seen where only that fills the screen. */
  inPlace?: boolean;
  children: ReactNode;
}

/** A question or a note above the screen. Its title stands in the body: a second page header would mislead. */
export function Dialog({ opened, onClose, title, inPlace = false, children }: Props) {
  return (
    <Modal.Root opened={opened} onClose={onClose} withinPortal={!inPlace} centered>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body className={styles.dialog}>
          <Modal.Title>{title}</Modal.Title>
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
