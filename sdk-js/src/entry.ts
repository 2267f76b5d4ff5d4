import { createRecorder } from "./index";
import { give } from "./script";
import type { CreateRecorder } from "./types";

give(((place) => createRecorder(place)) satisfies CreateRecorder);
