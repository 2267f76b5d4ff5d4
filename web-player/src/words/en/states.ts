export const states = {
  loading: "Loading…",
  retry: "Try again",
  home: "Back to the recordings",
  notFound: "Nothing at this address",
  notFoundText: "The address may be mistyped, or what stood here was deleted or has expired.",
  unreachable: "The server cannot be reached",
  unreachableText: "Nothing was lost or changed. Check your connection, then try again.",
  failed: "The server could not answer",
  failedText: "Nothing was lost or changed (code {{status}}). Try again; if it lasts, tell whoever runs your server.",
  broken: "The answer could not be read",
  brokenText: "It broke off or was damaged on the way. Nothing was changed. Try again.",
  crashed: "This page has stopped working",
  crashedText: "The fault is in Revoir, not in what you did, and nothing was changed. Try again.",
  denied: "Not open to your account",
  deniedFor: {
    support: "Watching recordings for “Support” needs the role Support agent on this site.",
    ux: "Watching recordings for “User experience” needs the role UX analyst on this site.",
    errors: "Watching recordings for “Errors” needs the role Developer on this site.",
  },
  deniedAll:
    "Watching recordings needs the role Support agent, UX analyst or Developer on a site. Your account holds none of them.",
  deniedAsk: "The owner of {{organisation}} can give it to you.",
};
