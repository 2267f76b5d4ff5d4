import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { Notice, ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { MemberTable } from "./MemberTable";
import { membersQuery } from "./queries";

const Invite = lazy(async () => ({ default: (await import("./Invite")).Invite }));

/** Who may do what. */
export function Members() {
  const session = useSession();
  if (!session.may.includes("manage_members"))
    return <Denied may="manage_members" organisation={session.organisation.name} />;
  return <Managed />;
}

function Managed() {
  const { t } = useTranslation("members");
  const query = useQuery(membersQuery);
  const [inviting, setInviting] = useState(false);
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <div>
          <ScreenTitle title={t("title")} />
          <p className="quiet">{t("intro")}</p>
        </div>
        <Button onClick={() => setInviting(true)}>{t("invite")}</Button>
      </div>
      {query.isPending && <Waiting lines={6} />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && <MemberTable members={query.data.members} />}
      {query.data && query.data.members.length < 2 && (
        <Notice title={t("alone")}>
          <p className="quiet">{t("aloneText")}</p>
        </Notice>
      )}
      <Suspense>{inviting && <Invite onClose={() => setInviting(false)} />}</Suspense>
    </div>
  );
}
