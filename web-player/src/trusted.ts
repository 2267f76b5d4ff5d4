interface TrustedTypes {
  createPolicy(name: "default", rules: { createHTML(text: string): string | undefined }): unknown;
}

/**
 * Lets style sheets be written into an element as text, which Mantine does, and nothing else.
 *
 * The console's Content-Security-Policy demands that whatever a browser would read as markup or script
 * passes through here. A style sheet has no "<", and what has one is refused.
 */
export function trustStylesOnly(): void {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy("default", { createHTML: (text) => (text.includes("<") ? undefined : text) });
}
