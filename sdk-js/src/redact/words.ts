const list = (words: string): string[] => words.split(" ");
const setOf = (words: string): ReadonlySet<string> => new Set(list(words));

/** Every word in these lists is one of `tests/vectors/words.json`; a test holds that. */

/** What every property takes. */
export const GLOBAL = setOf("inherit initial unset revert revert-layer none auto normal important");

export const AT_RULES = setOf("container keyframes -webkit-keyframes -moz-keyframes layer media scope starting-style supports");

/** Functions, by families. */
export const FUNCTION = new RegExp(
  `^(?:${[
    "var|env|calc(-size)?|min|max|clamp|round|mod|rem|sin|cos|sqrt|pow",
    "(rgb|hsl)a?|hwb|(ok)?l(ab|ch)|color(-mix|-stop)?|light-dark",
    "(repeating-)?(linear|radial|conic)-gradient|-webkit-((linear-|radial-)?gradient|image-set)|from|to|image-set|cross-fade",
    "matrix(3d)?|perspective|(rotate|scale|translate)(3d|[xyz])?|skew[xy]?",
    "blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate|sepia",
    "circle|ellipse|inset|polygon|rect|xywh|path|shape|ray|cubic-bezier|steps|linear",
    "fit-content|minmax|repeat|counters?|attr|style",
  ].join("|")})$`,
);

/** Functions whose words are names. */
export const NAMING = setOf("counter counters attr anchor");

/** Words that no property takes by themselves, but functions and longer values do. */
export const PARTS = setOf(
  "to at in from of circle ellipse closest-side closest-corner farthest-side farthest-corner evenodd nonzero round " +
    "auto-fill auto-fit jump-start jump-end jump-none jump-both start end srgb srgb-linear display-p3 " +
    "xyz lab lch oklab oklch hsl hwb shorter longer increasing decreasing hue r g b h s l c w " +
    "x y z alpha safe first last mandatory proximity fill inset cover contain span dense self nearest up down",
);

/** Fonts that many machines have, by their names. */
export const FAMILIES: ReadonlySet<string> = new Set(
  (
    "serif,sans-serif,monospace,cursive,fantasy,system-ui,ui-serif,ui-sans-serif,ui-monospace,ui-rounded,emoji,math," +
    "-apple-system,blinkmacsystemfont,arial,arial black,helvetica,helvetica neue,georgia,verdana,tahoma,trebuchet ms," +
    "times,times new roman,courier,courier new,menlo,monaco,consolas,sf mono,ubuntu,ubuntu mono,roboto,roboto mono," +
    "segoe ui,segoe ui emoji,segoe ui symbol,apple color emoji,noto sans,noto sans mono,noto serif,noto color emoji," +
    "open sans,lato,liberation sans,liberation serif,liberation mono,dejavu sans,dejavu serif,dejavu sans mono," +
    "source sans pro,source serif pro,source code pro,fira sans,fira mono,fira code,lucida grande,lucida console,droid sans mono"
  ).split(","),
);

/** The words of their names. */
export const FONT_WORDS = setOf([...FAMILIES].join(" "));

/** Words that mean the same in every property in which a page may also put names of its own. */
export const AMONG_NAMES = setOf("span disc circle square decimal lower-alpha lower-roman light dark all");

/** Words between the questions of `@media` and `@container`. */
export const QUERIES = setOf("not and or only all screen print");

/** Words that attributes take. */
export const ATTRIBUTE_WORDS = setOf(
  "true false on off yes no ltr rtl mixed search tel url email password date month week time datetime-local number range " +
    "color checkbox radio file submit image reset button hidden " +
    "link tab menuitem menuitemcheckbox menuitemradio switch textbox searchbox combobox spinbutton listbox option slider " +
    "xminymin xmidymin xmaxymin xminymid xmidymid xmaxymid xminymax xmidymax xmaxymax meet slice userspaceonuse " +
    "objectboundingbox strokewidth auto-start-reverse pad reflect " +
    "1 a i css",
);
