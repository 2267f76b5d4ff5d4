/** An arrow against a bar, for a page; against a dot, for a marker. */
export function StepGlyph({ by, mark }: { by: -1 | 1; mark: boolean }) {
  return (
    <svg width="14" height="12" viewBox="0 0 14 12" aria-hidden="true" style={by === -1 ? { transform: "scaleX(-1)" } : undefined}>
      <path d="M1 1v10l7-5z" fill="currentColor" />
      {mark ? <circle cx="11.5" cy="6" r="2" fill="currentColor" /> : <path d="M10 1h2v10h-2z" fill="currentColor" />}
    </svg>
  );
}
