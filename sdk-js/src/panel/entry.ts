import { give } from "../script";
import { showPanel } from "./panel";

give(showPanel);
