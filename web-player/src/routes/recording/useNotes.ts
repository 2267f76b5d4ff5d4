import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { RecordingAddress } from "../../api";
import { addNote, deleteNote } from "../../api/recording";
import type { Note } from "../../api/recording";
import { notesQuery } from "../../queries";
import { useSaid } from "./useSaid";

const NONE: Note[] = [];

export type Notes = ReturnType<typeof useNotes>;

/** The notes on a recording, and how to add and delete one. */
export function useNotes(address: RecordingAddress) {
  const queries = useQueryClient();
  const { queryKey } = notesQuery(address);
  const { data, isPending, isError, refetch } = useQuery(notesQuery(address));
  const [said, say] = useSaid<"noteSaved" | "noteDeleted">();
  const refresh = () => queries.invalidateQueries({ queryKey });
  const adding = useMutation({
    mutationFn: (note: { at_ms: number; text: string }) => addNote(address, note),
    onSuccess: refresh,
  });
  const deleting = useMutation({
    mutationFn: (note: string) => deleteNote({ ...address, note }),
    onSuccess: refresh,
  });
  return {
    all: data ?? NONE,
    reading: { isPending, isFailed: isError && data === undefined, refetch },
    said,
    adding,
    deleting,
    add(note: { at_ms: number; text: string }, onDone: () => void) {
      adding.mutate(note, {
        onSuccess() {
          say("noteSaved");
          onDone();
        },
      });
    },
    remove: (note: string) => deleting.mutate(note, { onSuccess: () => say("noteDeleted") }),
  };
}
