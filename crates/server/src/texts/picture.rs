//! A page, and the same page as it is recorded: drawn by us, in words of the language.

use crate::register::words::Words;
use maud::{Markup, html};

/// Both, side by side. Whatever the policy makes of masked content, it is watched as blanks: sealed texts (M1, M2), too.
pub(super) fn draw(words: &Words) -> Markup {
    html! {
        div.pictures {
            figure {
                (sheet(words, "page.picture_yours_alt", &shown(words)))
                figcaption { (words.say("page.picture_yours")) }
            }
            figure {
                (sheet(words, "page.picture_theirs_alt", &masked()))
                figcaption { (words.say("page.picture_theirs")) }
            }
        }
        p { (words.say("page.picture_text")) }
    }
}

fn sheet(words: &Words, label: &str, inside: &Markup) -> Markup {
    html! {
        svg viewBox="0 0 320 220" role="img" aria-label=(words.say(label)) {
            rect.sheet width="320" height="220" {}
            rect.bar width="320" height="22" {}
            (inside)
        }
    }
}

fn shown(words: &Words) -> Markup {
    html! {
        text.word.big x="16" y="52" { (words.say("page.greeting")) }
        rect.photo x="16" y="68" width="72" height="72" rx="4" {}
        path.lamp d="M40 84h24l8 26H32zM49 110h6v18h-6zM40 128h24v5H40z" {}
        text.word x="102" y="88" { (words.say("page.order")) }
        text.word x="102" y="112" { (words.say("page.delivery")) }
        rect.frame x="16" y="158" width="176" height="34" rx="4" {}
        text.word x="26" y="180" { (words.say("page.field")) }
        rect.button x="206" y="158" width="98" height="34" rx="4" {}
        text.word.on x="255" y="180" text-anchor="middle" { (words.say("page.send")) }
    }
}

fn masked() -> Markup {
    html! {
        rect.blank x="16" y="40" width="152" height="13" rx="2" {}
        rect.frame x="17" y="69" width="70" height="70" rx="4" {}
        rect.blank x="102" y="78" width="168" height="11" rx="2" {}
        rect.blank x="102" y="102" width="96" height="11" rx="2" {}
        rect.frame x="16" y="158" width="176" height="34" rx="4" {}
        rect.button x="206" y="158" width="98" height="34" rx="4" {}
        rect.off x="224" y="170" width="62" height="11" rx="2" {}
    }
}
