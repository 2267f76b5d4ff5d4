import { give } from "../script";
import { showBanner } from "./banner";

give(showBanner);
