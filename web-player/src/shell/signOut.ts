import { useMutation } from "@tanstack/react-query";
import { signOut } from "../api";

/** Signs out, and starts the console afresh, with nothing kept. */
export function useSignOut() {
  return useMutation({ mutationFn: signOut, onSuccess: () => window.location.assign("/sign-in") });
}
