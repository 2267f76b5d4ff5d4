/** What every first screen needs, as one file. */
export { recordings } from "./recordings";
export { shell } from "./shell";
export { signIn } from "./signIn";
export { states } from "./states";
