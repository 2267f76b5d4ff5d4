import { give } from "../script";
import { watchRequests } from "./requests";

give(watchRequests);
