/** The screens of policies, which are fetched as one. */
export { EditorScreen } from "./edit/EditorScreen";
export { History } from "./History";
export { AllPolicies, Policies } from "./Policies";
export { ReviewScreen } from "./publish/ReviewScreen";
export { RegisterScreen } from "../register/RegisterScreen";
