import { give } from "../script";
import { openRing } from "./open";

give(openRing);
