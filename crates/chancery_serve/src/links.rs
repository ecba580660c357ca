//! Addresses of the pages.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands in a part of a path as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Words as a part of an address.
pub fn part(words: &str) -> String {
    match words {
        // A browser takes these two out of an address.
        "." => "%2E".into(),
        ".." => "%2E%2E".into(),
        _ => utf8_percent_encode(words, PLAIN).to_string(),
    }
}

/// The page of an event.
pub fn event(id: &str) -> String {
    format!("/events/{}", part(id))
}

/// The page of a report.
pub fn report(id: &str) -> String {
    format!("/reports/{}", part(id))
}

/// A sentence of a report on its page, by its first character.
pub fn sentence(doc: &str, start: u32) -> String {
    format!("{}#c{start}", report(doc))
}

/// The page of a state (by code), person or body (by name).
pub fn actor(name: &str) -> String {
    format!("/actors/{}", part(name))
}

/// The page of two states.
pub fn relation(a: &str, b: &str) -> String {
    format!("/relations/{}/{}", part(a), part(b))
}

/// The offices of a state.
pub fn offices(state: &str) -> String {
    format!("/offices/{}", part(state))
}

/// A finding, on the page of all.
pub fn finding(id: &str) -> String {
    format!("/findings#{}", part(id))
}

/// A statement, on a page of its own.
pub fn statement(id: &str) -> String {
    format!("/statements/{}", part(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_its_place() {
        assert_eq!(report("../a b?#.json"), "/reports/..%2Fa%20b%3F%23.json");
        assert_eq!(actor(".."), "/actors/%2E%2E");
        assert_eq!(relation("CAN", "CHN"), "/relations/CAN/CHN");
    }
}
