/** The words of a list, which is one string so that it stays small. */
export const list = (words: string): string[] => words.split(" ");

/** Words that a custom property may hold; kept equal to `tests/vectors/fields.json` by a test. */
export const CSS_WORDS: ReadonlySet<string> = new Set(
  list(
    "rr_split auto none normal inherit initial unset revert revert-layer important x solid dashed dotted double " +
    "groove ridge inset outset hidden visible collapse block inline inline-block flex inline-flex grid inline-grid " +
    "contents table list-item flow-root static relative absolute fixed sticky row column row-reverse column-reverse " +
    "wrap nowrap wrap-reverse start end center left right top bottom middle baseline stretch space-between " +
    "space-around space-evenly flex-start flex-end min-content max-content fit-content cover contain fill scroll " +
    "both horizontal vertical bold bolder lighter italic oblique underline overline line-through uppercase " +
    "lowercase capitalize small-caps serif sans-serif monospace cursive fantasy system-ui ui-monospace " +
    "ui-sans-serif ui-serif ui-rounded -apple-system blinkmacsystemfont arial helvetica neue georgia verdana tahoma " +
    "times roman courier new menlo monaco consolas roboto segoe ui noto sans emoji color symbol linear ease ease-in " +
    "ease-out ease-in-out step-start step-end infinite alternate forwards backwards running paused to from at in " +
    "circle ellipse closest-side farthest-side closest-corner farthest-corner repeat no-repeat repeat-x repeat-y " +
    "border-box padding-box content-box text pointer default not-allowed grab srgb oklab oklch hsl light dark only " +
    "transparent currentcolor black white red green blue yellow orange purple pink brown gray grey silver gold navy " +
    "teal maroon olive lime aqua cyan magenta fuchsia indigo violet crimson tomato coral salmon orchid plum " +
    "turquoise tan khaki beige ivory whitesmoke gainsboro lightgray lightgrey darkgray darkgrey dimgray slategray " +
    "steelblue royalblue dodgerblue skyblue lightblue darkblue midnightblue forestgreen seagreen limegreen " +
    "darkgreen lightgreen darkred firebrick chocolate rebeccapurple canvas canvastext buttonface buttontext field " +
    "fieldtext highlight highlighttext linktext graytext accentcolor",
  ),
);

/** Words that a selector may ask an attribute for. */
export const CSS_VALUES: ReadonlySet<string> = new Set([
  ...CSS_WORDS,
  ...list(
    "checkbox radio button submit reset search number range date time month week file image password email tel url " +
    "datetime-local true false mixed rtl ltr tab menu dialog option group page ascending descending",
  ),
]);

/** Units that a number in a custom property may have. */
export const CSS_UNITS: readonly string[] = list(
  "% px em rem ex ch lh rlh cap ic vw vh vmin vmax vi vb svw svh lvw lvh dvw dvh svi svb lvi lvb dvi dvb cqw cqh " +
  "cqi cqb cqmin cqmax cm mm in pt pc q deg rad grad turn s ms hz khz fr dpi dpcm dppx",
);
