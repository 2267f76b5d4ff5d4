import { useSession } from "../../session";
import { Denied } from "../../states/Denied";

/** What someone sees who may watch nothing at all; everyone else is led on to their recordings. */
export function Home() {
  const session = useSession();
  return <Denied organisation={session.organisation.name} />;
}
