import { useMutation, useQueryClient } from "@tanstack/react-query";
import { eraseRecording, isApiProblem } from "../api";
import type { Purpose, RecordingAddress } from "../api";
import { eventsQuery, newsQuery, recordingQuery, recordingsQuery } from "../queries";

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
      const { queryKey } = recordingsQuery(address.site, purpose);
      queries.setQueryData(queryKey, (list) => list && { ...list, pages: list.pages.map((page) => without(page, address)) });
      // Going back must not bring it up again.
      queries.removeQueries({ queryKey: recordingQuery(address).queryKey });
      queries.removeQueries({ queryKey: eventsQuery(address).queryKey });
      void queries.invalidateQueries({ queryKey: newsQuery(address.site, purpose).queryKey });
      onErased(address);
    },
  });
}

function without<Page extends { recordings: { id: string }[] }>(page: Page, { recording }: RecordingAddress): Page {
  return { ...page, recordings: page.recordings.filter(({ id }) => id !== recording) };
}
