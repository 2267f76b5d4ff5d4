/** The screens of what is owed to visitors: they are small, and come together. */
export { Deletions } from "./deletions/Deletions";
export { IncidentsScreen } from "./incidents/IncidentsScreen";
export { RequestsScreen } from "./requests/RequestsScreen";
export { TextsScreen } from "./texts/TextsScreen";
