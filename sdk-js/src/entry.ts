import { createRecorder } from "./index";
import type { RecorderScript } from "./loader";

(document.currentScript as RecorderScript | null)?.revoir?.((place) => createRecorder(place));
