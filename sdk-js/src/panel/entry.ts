import { createLedger } from "../ledger";
import { give } from "../script";
import { showPanel } from "./panel";

give({ ledger: createLedger(), show: showPanel });
