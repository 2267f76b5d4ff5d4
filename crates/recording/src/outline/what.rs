//! What an element is to a reader: a closed list, told from tag, type and role alone.

use revoir_scrub::Cursor;
use serde::Serialize;

/// What was acted on. Never a text of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A link.
    Link,
    /// A button, a tab, an item of a menu.
    Button,
    /// A field for text.
    Field,
    /// A field for a password.
    Password,
    /// A box to tick, or a switch.
    Checkbox,
    /// One of several.
    Radio,
    /// A list to choose from.
    List,
    /// A field for files.
    File,
    /// A slider.
    Slider,
    /// A picture.
    Image,
    /// Sound or film.
    Media,
    /// A heading.
    Heading,
    /// Running text.
    Text,
    /// An item of a list.
    Item,
    /// A form, beside its fields.
    Form,
    /// An element that is not recorded.
    Blocked,
    /// Anything else.
    Element,
}

/// The attributes that say what an element is.
#[derive(Debug, Default)]
pub(super) struct Traits<'a> {
    kind: &'a str,
    role: &'a str,
    blocked: bool,
}

impl<'a> Traits<'a> {
    /// Reads the object of attributes that is next.
    pub(super) fn read(cursor: &mut Cursor<'a>) -> Self {
        let mut traits = Self::default();
        if !cursor.eat(b'{') {
            cursor.skip();
            return traits;
        }
        while let Some(name) = cursor.member() {
            let mut value = *cursor;
            cursor.skip();
            match name {
                "type" => traits.kind = value.string().unwrap_or_default(),
                "role" => traits.role = value.string().unwrap_or_default(),
                // rrweb keeps of a blocked element its size alone
                "rr_width" => traits.blocked = true,
                _ => {}
            }
        }
        traits
    }
}

impl What {
    pub(super) fn of(tag: &str, traits: &Traits<'_>) -> Self {
        if traits.blocked {
            return Self::Blocked;
        }
        Self::of_role(traits.role).unwrap_or_else(|| match tag.to_ascii_lowercase().as_str() {
            "input" => Self::of_input(traits.kind),
            tag => Self::of_tag(tag),
        })
    }

    fn of_role(role: &str) -> Option<Self> {
        Some(match role {
            "link" => Self::Link,
            "button" | "tab" | "menuitem" => Self::Button,
            "checkbox" | "switch" | "menuitemcheckbox" => Self::Checkbox,
            "radio" | "menuitemradio" => Self::Radio,
            "textbox" | "searchbox" | "combobox" | "spinbutton" => Self::Field,
            "listbox" | "option" => Self::List,
            "slider" => Self::Slider,
            _ => return None,
        })
    }

    fn of_input(kind: &str) -> Self {
        match kind.to_ascii_lowercase().as_str() {
            "button" | "submit" | "reset" | "image" => Self::Button,
            "checkbox" => Self::Checkbox,
            "radio" => Self::Radio,
            "range" => Self::Slider,
            "file" => Self::File,
            "password" => Self::Password,
            _ => Self::Field,
        }
    }

    fn of_tag(tag: &str) -> Self {
        match tag {
            "a" | "area" => Self::Link,
            "button" | "summary" => Self::Button,
            "textarea" => Self::Field,
            "select" | "option" | "optgroup" | "datalist" => Self::List,
            "img" | "svg" | "picture" | "canvas" | "figure" => Self::Image,
            "video" | "audio" => Self::Media,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading,
            "p" | "span" | "label" | "blockquote" | "td" | "th" | "dt" | "dd" | "em" | "strong"
            | "b" | "i" | "small" | "code" | "pre" | "time" => Self::Text,
            "li" => Self::Item,
            "form" | "fieldset" | "legend" => Self::Form,
            _ => Self::Element,
        }
    }

    /// Whether one acts on it, rather than on something within it.
    pub(super) fn is_control(self) -> bool {
        matches!(
            self,
            Self::Link
                | Self::Button
                | Self::Field
                | Self::Password
                | Self::Checkbox
                | Self::Radio
                | Self::List
                | Self::File
                | Self::Slider
                | Self::Media
                | Self::Blocked
        )
    }

    /// Whether its value is chosen rather than typed.
    pub(super) fn is_chosen(self) -> bool {
        matches!(
            self,
            Self::Checkbox | Self::Radio | Self::List | Self::File | Self::Slider
        )
    }
}
