import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { removeMember } from "../../api/members";
import type { Member } from "../../api/members";
import { useSession } from "../../session";
import { Confirm } from "../../states/Confirm";
import screen from "../../states/screen.module.css";
import { useDeed } from "./queries";

/** Takes someone out of the organisation. */
export function Remove({ member }: { member: Member }) {
  const { t } = useTranslation("members");
  const navigate = useNavigate();
  const isOneself = useSession().member.id === member.id;
  const [asking, setAsking] = useState(false);
  const removing = useDeed(() => removeMember(member.id), () => void navigate({ to: "/members" }));
  return (
    <section className={screen.section}>
      <h2>{t("remove")}</h2>
      <p className="quiet">{t("removeText")}</p>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("remove")}
      </Button>
      {asking && (
        <Confirm
          title={t("removeTitle", { name: member.name })}
          deed={t("removeConfirm")}
          doing={removing}
          onDo={() => removing.mutate(undefined)}
          onClose={() => setAsking(false)}
        >
          <p>{t("removeAsk", { name: member.name, email: member.email })}</p>
          {isOneself && <p>{t("removeSelf")}</p>}
        </Confirm>
      )}
    </section>
  );
}
