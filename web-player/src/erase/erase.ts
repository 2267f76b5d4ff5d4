import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isApiProblem } from "../api";
import type { Purpose, RecordingAddress } from "../api";
import { eraseRecording } from "../api/recording";
import { dropFromLists, forgetRecording, newsKey } from "../queries";
import type { ErasureReason } from "../terms";

export interface Why {
  reason: ErasureReason;
  words?: string;
}

/** Erases a recording, and takes it off the lists. One that is gone already counts as erased. */
export function useErase(purpose: Purpose, onErased: (address: RecordingAddress) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ address, why }: { address: RecordingAddress; why: Why }) => {
      try {
        await eraseRecording(address, why);
      } catch (error) {
        if (!isApiProblem(error) || error.status !== 404) throw error;
      }
    },
    onSuccess: (_, { address }) => {
      dropFromLists(queries, purpose, address);
      forgetRecording(queries, address);
      void queries.invalidateQueries({ queryKey: newsKey(address.site, purpose) });
      onErased(address);
    },
  });
}
