import { useSession } from "../../session";
import { Denied } from "../../states/Denied";

/** What someone sees whose roles open no screen; everyone else is led on to the first that they can use. */
export function Home() {
  const session = useSession();
  return <Denied organisation={session.organisation.name} />;
}
