import { give } from "../script";
import { createTeller } from "./teller";

give(createTeller);
