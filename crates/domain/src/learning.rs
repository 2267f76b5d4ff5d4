//! Learning routes from a publisher's own list of addresses: what stays the same is a literal, what varies a hole.

use crate::{
    limits,
    route::{RoutePattern, path_of},
};
use std::collections::{BTreeMap, BTreeSet};

/// From how many different values on a position under one prefix is a hole.
const VARIES: usize = 20;
/// The longest segment that is taken for a word.
const WORD: usize = 40;
/// The most segments of a path.
const SEGMENTS: usize = 32;
const HOLE: &str = ":id";

/// Why a list cannot be learned from.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// A line that says nothing of the site.
    #[error("line {0}: neither an http(s) address nor a path that begins with /")]
    NoAddress(usize),
    /// A list of lists.
    #[error("line {0}: a list of site maps; give one of those that it names")]
    Index(usize),
    /// Nothing to learn from.
    #[error("there is no address in it")]
    Empty,
    /// Too long.
    #[error("line {0}: more than {max} addresses", max = limits::ADDRESSES)]
    TooLong(usize),
    /// Too many.
    #[error("{0} patterns come of it, and a site learns at most {max}", max = limits::LEARNED_ROUTES)]
    TooMany(usize),
}

/// The patterns of a list: an address or a path a line, or a site map.
pub fn learn(list: &str) -> Result<Vec<RoutePattern>, ListError> {
    let paths = paths(list)?;
    let segments = paths.iter().map(|path| {
        let inside = path.strip_prefix('/').unwrap_or(path);
        inside.split('/').take(SEGMENTS).collect()
    });
    let mut found = BTreeSet::new();
    follow("", segments.collect(), &mut found);
    let patterns: Vec<_> = found
        .into_iter()
        .filter_map(|pattern| RoutePattern::try_from(pattern).ok())
        .collect();
    if patterns.len() > limits::LEARNED_ROUTES {
        return Err(ListError::TooMany(patterns.len()));
    }
    Ok(patterns)
}

/// Adds the patterns of all that stands under one prefix.
fn follow(prefix: &str, paths: BTreeSet<Vec<&str>>, found: &mut BTreeSet<String>) {
    let words: BTreeSet<&str> = paths
        .iter()
        .filter_map(|path| path.first().copied())
        .collect();
    let varies = words.iter().filter(|word| is_word(word)).count() > VARIES;
    let mut below: BTreeMap<&str, BTreeSet<Vec<&str>>> = BTreeMap::new();
    for path in paths {
        let Some((first, rest)) = path.split_first() else {
            found.insert(prefix.to_owned());
            continue;
        };
        let is_literal = first.is_empty() || (is_word(first) && !varies);
        let segment = if is_literal { first } else { HOLE };
        below.entry(segment).or_default().insert(rest.to_vec());
    }
    for (segment, rest) in below {
        follow(&format!("{prefix}/{segment}"), rest, found);
    }
}

/// Whether a segment reads like a word of the site, and not like something of a person or an order.
fn is_word(segment: &str) -> bool {
    let is_plain = |word: &str| {
        let lower = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_lowercase());
        let upper = word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_uppercase());
        upper
            || lower(
                word.strip_prefix(|c: char| c.is_ascii_uppercase())
                    .unwrap_or(word),
            )
    };
    !segment.is_empty() && segment.len() <= WORD && segment.split(['-', '_', '.']).all(is_plain)
}

/// The paths that a list names, without what follows them.
fn paths(list: &str) -> Result<BTreeSet<&str>, ListError> {
    let is_map = list
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<');
    let mut paths = BTreeSet::new();
    for (number, line) in (1..).zip(list.lines()) {
        if line.contains("<sitemapindex") {
            return Err(ListError::Index(number));
        }
        let addresses = if is_map {
            located(line)
        } else {
            vec![line.trim_start_matches('\u{feff}').trim()]
        };
        for address in addresses.into_iter().filter(|address| !address.is_empty()) {
            let named = ["/", "https://", "http://"];
            if !named.iter().any(|start| address.starts_with(start)) {
                return Err(ListError::NoAddress(number));
            }
            if paths.len() >= limits::ADDRESSES {
                return Err(ListError::TooLong(number));
            }
            paths.insert(path_of(address));
        }
    }
    if paths.is_empty() {
        Err(ListError::Empty)
    } else {
        Ok(paths)
    }
}

/// What stands between `<loc>` and `</loc>` in a line of a site map.
fn located(line: &str) -> Vec<&str> {
    let after = line.split("<loc>").skip(1);
    after
        .filter_map(|rest| rest.split('<').next())
        .map(str::trim)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn learned(list: &str) -> Vec<String> {
        let patterns = learn(list).unwrap();
        patterns.into_iter().map(String::from).collect()
    }

    #[test]
    fn what_looks_like_something_of_somebody_is_a_hole() {
        for (path, pattern) in [
            ("/orders/42", "/orders/:id"),
            ("/orders/A-1042/items", "/orders/:id/items"),
            ("/users/anna@example.org", "/users/:id"),
            ("/users/anna%20weber", "/users/:id"),
            ("/blog/2026-11-21", "/blog/:id"),
            ("/files/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "/files/:id"),
            ("/watch/dQwXgWcQ", "/watch/:id"),
            ("/p/réglages", "/p/:id"),
            ("/p/QWERTYUIOP", "/p/:id"),
            ("/p/:name", "/p/:id"),
            ("/p/a=b", "/p/:id"),
        ] {
            assert_eq!(learned(path), [pattern], "{path}");
        }
    }

    #[test]
    fn what_reads_like_a_word_of_the_site_is_a_literal() {
        for path in [
            "/",
            "/about",
            "/About-us/",
            "/FAQ",
            "/legal/terms_of_use.html",
            "/a//b",
        ] {
            assert_eq!(learned(path), [path]);
        }
    }

    #[test]
    fn a_position_with_many_values_is_a_hole_under_its_prefix_alone() {
        let names = ('a'..='z').map(|letter| format!("/team/{letter}nna/posts\n/help/{}\n", 'x'));

        let patterns = learned(&names.collect::<String>());

        assert_eq!(patterns, ["/help/x", "/team/:id/posts"]);
    }

    #[test]
    fn as_many_values_as_a_menu_has_are_literals() {
        let few: Vec<_> = ('a'..='t').map(|letter| format!("/{letter}")).collect();
        let few = few.join("\n");

        assert_eq!(learned(&few).len(), 20);
        assert_eq!(learned(&format!("{few}\n/u")), ["/:id"]);
    }

    #[test]
    fn hosts_queries_and_fragments_count_for_nothing() {
        let list = "\u{feff}https://shop.example/search?q=anna#top\r\n\n  http://other.example/search  \n/search\n";

        assert_eq!(learned(list), ["/search"]);
    }

    #[test]
    fn a_site_map_is_read_where_it_locates() {
        let map = "<?xml version=\"1.0\"?>\n<urlset xmlns=\"x\"><url><loc>https://s.example/a</loc>\
            <lastmod>2026</lastmod></url>\n<url><loc> https://s.example/b?x=1&amp;y=2 </loc></url></urlset>";

        assert_eq!(learned(map), ["/a", "/b"]);
    }

    #[test]
    fn what_is_no_list_is_refused_with_its_line() {
        for (list, reason) in [
            ("/a\nshop.example/b", ListError::NoAddress(2)),
            ("ftp://shop.example/", ListError::NoAddress(1)),
            ("<urlset>\n<loc>b</loc>", ListError::NoAddress(2)),
            (
                "<?xml?>\n<sitemapindex><loc>https://s.example/a.xml</loc>",
                ListError::Index(2),
            ),
            ("\n \n", ListError::Empty),
            ("<html></html>", ListError::Empty),
        ] {
            assert_eq!(learn(list), Err(reason), "{list}");
        }
    }

    #[test]
    fn a_site_learns_so_many_patterns_and_no_more() {
        let letters = || 'a'..='t';
        let list: String = letters()
            .flat_map(|a| {
                letters().flat_map(move |b| ["", "/", "/x"].map(|end| format!("/{a}/{b}{end}\n")))
            })
            .collect();

        assert_eq!(learn(&list), Err(ListError::TooMany(1_200)));
    }

    proptest! {
        #[test]
        fn every_address_of_a_list_becomes_one_of_its_patterns(paths in prop::collection::vec("(/[a-zA-Z0-9@%é.-]{0,4}){1,4}", 1..60)) {
            let patterns = learn(&paths.join("\n")).unwrap();

            for path in &paths {
                let kept = crate::route::reduce(path, &patterns);
                prop_assert!(patterns.iter().any(|pattern| pattern.as_str() == kept), "{path} became {kept}");
            }
        }
    }
}
