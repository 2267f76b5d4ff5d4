const list = (words: string): string[] => words.split(" ");
const setOf = (words: string): ReadonlySet<string> => new Set(list(words));

/** Every word in these lists is one of `tests/vectors/words.json`; a test holds that. */

/** What every property takes. */
export const GLOBAL = setOf("inherit initial unset revert revert-layer none auto normal important");

export const AT_RULES = setOf("container keyframes -webkit-keyframes -moz-keyframes layer media scope starting-style supports");

export const FUNCTIONS = setOf(
  "var env calc min max clamp " +
    "rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark " +
    "linear-gradient radial-gradient conic-gradient repeating-linear-gradient repeating-radial-gradient " +
    "repeating-conic-gradient -webkit-gradient -webkit-linear-gradient -webkit-radial-gradient from to color-stop " +
    "image-set -webkit-image-set cross-fade " +
    "matrix matrix3d perspective rotate rotate3d rotatex rotatey rotatez scale scale3d scalex scaley scalez " +
    "skew skewx skewy translate translate3d translatex translatey translatez " +
    "blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia " +
    "circle ellipse inset polygon rect xywh path shape ray cubic-bezier steps linear " +
    "fit-content minmax repeat counter counters attr style selector",
);

/** Functions whose words are names. */
export const NAMING = setOf("counter counters attr anchor");

/** Words that no property takes by themselves, but functions and longer values do. */
export const PARTS = setOf(
  "to at in from of circle ellipse closest-side closest-corner farthest-side farthest-corner evenodd nonzero round " +
    "auto-fill auto-fit jump-start jump-end jump-none jump-both start end srgb srgb-linear display-p3 a98-rgb " +
    "prophoto-rgb rec2020 xyz lab lch oklab oklch hsl hwb shorter longer increasing decreasing hue r g b h s l c w " +
    "x y z alpha safe unsafe first last legacy mandatory proximity fill inset cover contain span dense self nearest up down " +
    "e pi infinity nan",
);

/** Words that mean the same in every property in which a page may also put names of its own. */
export const AMONG_NAMES = setOf(
  "span disc circle square decimal lower-alpha lower-latin lower-roman upper-alpha upper-latin upper-roman light dark all contents serif sans-serif monospace cursive fantasy system-ui " +
    "ui-serif ui-sans-serif ui-monospace ui-rounded emoji math -apple-system blinkmacsystemfont arial helvetica neue " +
    "georgia verdana tahoma times new roman courier menlo monaco consolas liberation mono roboto segoe ui noto sans color " +
    "symbol ubuntu inter lato open apple trebuchet ms impact",
);

/** How `@media` and `@container` ask, and what their features say; the features themselves the browser knows. */
export const QUERIES = setOf(
  "not and or only all screen print inline-size block-size portrait landscape none fine coarse light dark reduce " +
    "no-preference more less standalone fullscreen minimal-ui browser high",
);

/** Words that attributes take. */
export const ATTRIBUTE_WORDS = setOf(
  "true false on off yes no ltr rtl mixed page ascending descending text search tel url email password date month week " +
    "time datetime-local number range color checkbox radio file submit image reset button hidden " +
    "plaintext-only justify left right center top bottom middle baseline " +
    "link tab menuitem switch menuitemcheckbox menuitemradio textbox searchbox combobox spinbutton listbox option slider " +
    "xminymin xmidymin xmaxymin xminymid xmidymid xmaxymid xminymax xmidymax xmaxymax meet slice userspaceonuse " +
    "objectboundingbox strokewidth auto-start-reverse pad reflect " +
    "1 a i",
);

export const UNITS = setOf(
  "% px em rem ex ch cap ic lh rlh vw vh vi vb vmin vmax svw svh svi svb lvw lvh lvi lvb dvw dvh dvi dvb cqw cqh cqi cqb " +
    "cqmin cqmax cm mm in pt pc q deg rad grad turn s ms hz khz fr dpi dpcm dppx x n",
);
