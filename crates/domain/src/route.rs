//! Routes: the declared patterns of a site's addresses. Only patterns are stored.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A declared pattern such as `/product/:id`: literal segments and named holes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
pub struct RoutePattern(String);

/// A pattern that cannot be one.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("route {0:?}: must start with / and hold no white space, ?, # or *, in at most 256 bytes")]
pub struct RoutePatternError(String);

impl TryFrom<String> for RoutePattern {
    type Error = RoutePatternError;

    fn try_from(pattern: String) -> Result<Self, Self::Error> {
        let forbidden =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '*');
        if !pattern.starts_with('/') || pattern.len() > 256 || pattern.contains(forbidden) {
            return Err(RoutePatternError(pattern));
        }
        Ok(Self(pattern))
    }
}

impl From<RoutePattern> for String {
    fn from(pattern: RoutePattern) -> Self {
        pattern.0
    }
}

impl RoutePattern {
    /// The pattern as declared.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn matches(&self, path: &str) -> bool {
        let mut declared = self.0.split('/');
        let mut found = path.split('/');
        loop {
            match (declared.next(), found.next()) {
                (None, None) => return true,
                (Some(hole), Some(segment)) if hole.starts_with(':') && !segment.is_empty() => {}
                (Some(literal), Some(segment)) if literal == segment => {}
                _ => return false,
            }
        }
    }
}

/// What is kept of a page's address: the first declared pattern that matches its path (or that it
/// already is), else its path with every segment masked. Host, query and fragment are dropped.
#[must_use]
pub fn reduce(address: &str, declared: &[RoutePattern]) -> String {
    let path = path_of(address);
    match declared
        .iter()
        .find(|pattern| pattern.0 == path || pattern.matches(path))
    {
        Some(pattern) => pattern.0.clone(),
        None => masked(path),
    }
}

pub(crate) fn path_of(address: &str) -> &str {
    let after_scheme = address.split_once("://").map_or(address, |(_, rest)| {
        rest.find(['/', '?', '#'])
            .and_then(|at| rest.get(at..))
            .unwrap_or("/")
    });
    after_scheme.split(['?', '#']).next().unwrap_or("/")
}

fn masked(path: &str) -> String {
    let segments = path.trim_start_matches('/').split('/').take(32);
    let masked = segments.map(|segment| if segment.is_empty() { "" } else { "*" });
    format!("/{}", masked.collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(patterns: &[&str]) -> Vec<RoutePattern> {
        patterns
            .iter()
            .map(|p| RoutePattern::try_from(String::from(*p)).unwrap())
            .collect()
    }

    #[test]
    fn a_declared_route_is_kept_as_its_pattern() {
        let declared = routes(&["/", "/product/:id"]);

        assert_eq!(
            reduce("https://shop.test/product/42?ref=anna#top", &declared),
            "/product/:id"
        );
        assert_eq!(reduce("/product/:id", &declared), "/product/:id");
        assert_eq!(reduce("https://shop.test", &declared), "/");
    }

    #[test]
    fn an_undeclared_path_keeps_its_shape_alone() {
        assert_eq!(
            reduce("https://u:p@shop.test/users/anna/?x=1", &routes(&["/"])),
            "/*/*/"
        );
        assert_eq!(reduce("about:blank", &[]), "/*");
        assert_eq!(reduce("/*/*/", &[]), "/*/*/");
    }

    #[test]
    fn a_pattern_must_look_like_a_path() {
        assert!(RoutePattern::try_from(String::from("product")).is_err());
        assert!(RoutePattern::try_from(String::from("/a b")).is_err());
    }
}
