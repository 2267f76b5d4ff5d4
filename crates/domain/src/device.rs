//! What is kept of a visitor's device: its class and browser family, nothing else (MEASURES, I1).

/// The classes of devices.
pub const CLASSES: [&str; 4] = ["desktop", "tablet", "mobile", "unknown"];

/// Class and family, as stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Device {
    /// `desktop`, `tablet`, `mobile` or `unknown`.
    pub class: &'static str,
    /// `chrome`, `edge`, `firefox`, `safari` or `other`.
    pub browser: &'static str,
}

impl Device {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self {
        class: "unknown",
        browser: "other",
    };

    /// Reduces a `User-Agent` header.
    #[must_use]
    pub fn of_user_agent(agent: &str) -> Self {
        Self {
            class: class_of(agent),
            browser: browser_of(agent),
        }
    }
}

fn class_of(agent: &str) -> &'static str {
    let has = |word| agent.contains(word);
    if has("iPad") || has("Tablet") || (has("Android") && !has("Mobile")) {
        "tablet"
    } else if has("Mobi") || has("iPhone") {
        "mobile"
    } else if has("Windows") || has("Macintosh") || has("X11") || has("Linux") || has("CrOS") {
        "desktop"
    } else {
        "unknown"
    }
}

fn browser_of(agent: &str) -> &'static str {
    let has = |word| agent.contains(word);
    if has("Edg/") || has("EdgA/") || has("EdgiOS/") {
        "edge"
    } else if has("Firefox/") || has("FxiOS/") {
        "firefox"
    } else if has("Chrome/") || has("CriOS/") {
        "chrome"
    } else if has("Safari/") {
        "safari"
    } else {
        "other"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_agent_is_reduced_to_class_and_family() {
        let phone = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36";
        let desk = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

        assert_eq!(
            Device::of_user_agent(phone),
            Device {
                class: "mobile",
                browser: "chrome"
            }
        );
        assert_eq!(
            Device::of_user_agent(desk),
            Device {
                class: "desktop",
                browser: "firefox"
            }
        );
        assert_eq!(Device::of_user_agent(""), Device::UNKNOWN);
    }
}
