import { useMutation, useQueryClient } from "@tanstack/react-query";
import { eraseRecording, isApiProblem } from "../api";
import type { Purpose, RecordingAddress } from "../api";
import { dropFromLists, eventsQuery, newsKey, recordingQuery } from "../queries";

/** Erases a recording and takes it off the list. One that is gone already counts as erased. */
export function useErase(purpose: Purpose, onErased: (address: RecordingAddress) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (address: RecordingAddress) => {
      try {
        await eraseRecording(address);
      } catch (error) {
        if (!isApiProblem(error) || error.status !== 404) throw error;
      }
    },
    onSuccess: (_, address) => {
      dropFromLists(queries, purpose, address);
      // Going back must not bring it up again.
      queries.removeQueries({ queryKey: recordingQuery(address).queryKey });
      queries.removeQueries({ queryKey: eventsQuery(address).queryKey });
      void queries.invalidateQueries({ queryKey: newsKey(address.site, purpose) });
      onErased(address);
    },
  });
}
