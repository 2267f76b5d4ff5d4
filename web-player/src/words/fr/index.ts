export { recording } from "./recording";
export { recordings } from "./recordings";
export { shell } from "./shell";
export { signIn } from "./signIn";
export { states } from "./states";
