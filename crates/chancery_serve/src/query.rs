//! What follows the question mark of an address.

use crate::answer::Refusal;
use crate::pages::Asked;
use chancery_model::{Day, Status};
use chancery_views::{Directory, Filter, timeline::Kind};

/// The filters and the place of a list, as they stand in an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

/// A filter that says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong(pub String);

impl Query {
    /// Reads the part of an address after the question mark.
    pub fn read(words: &str) -> Query {
        let decode = |word: &str| {
            let spaced = word.replace('+', " ");
            percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
        };
        let pairs = words.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Query(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// The last value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// All values of a name.
    pub fn all<'q>(&'q self, name: &'q str) -> impl Iterator<Item = &'q str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The same with one value changed, or taken out; the place in the list goes back to its beginning.
    pub fn with(&self, name: &str, value: Option<&str>) -> Query {
        let mut pairs: Vec<(String, String)> =
            self.0.iter().filter(|(n, _)| n != name && n != "after").cloned().collect();
        pairs.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        Query(pairs)
    }

    /// As it stands in an address: empty, or with the question mark.
    pub fn address(&self) -> String {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(n, v)| format!("{}={}", crate::links::part(n), crate::links::part(v)))
            .collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }

    /// As a link on its own page: one without filters leads to the page as such, which an empty address would not.
    pub fn link(&self) -> String {
        let address = self.address();
        if address.is_empty() { "?".into() } else { address }
    }

    /// A whole number within bounds.
    pub fn number(&self, name: &str, or: usize, most: usize) -> Result<usize, Wrong> {
        match self.get(name) {
            None => Ok(or),
            Some(value) => match value.parse::<usize>() {
                Ok(n) if n <= most => Ok(n),
                _ => Err(Wrong(format!("“{name}” is a whole number up to {most}, not “{value}”."))),
            },
        }
    }

    /// The days of `since` and `until`, as a person writes them ("2024", "March 2024", "2024-03-05").
    pub fn days(&self) -> Result<(Option<Day>, Option<Day>), Wrong> {
        let read = |name: &str| match self.get(name) {
            None => Ok(None),
            Some(words) => chancery_views::period::parse(words).map(Some).map_err(|_| {
                Wrong(format!("“{name}” is a day, month or year (2024-03-05, 2024-03, 2024), not “{words}”."))
            }),
        };
        Ok((read("since")?.and_then(|days| days.begin), read("until")?.and_then(|days| days.end)))
    }

    /// The statuses asked for.
    fn statuses(&self) -> Result<Vec<Status>, Wrong> {
        let read = |word: &str| {
            let found = Status::ALL.into_iter().find(|s| s.as_str() == word.to_lowercase());
            let words = || Status::ALL.map(Status::as_str).join(", ");
            found.ok_or_else(|| Wrong(format!("“status” is {}, not “{word}”.", words())))
        };
        self.all("status").map(read).collect()
    }

    /// The filter of a list of events.
    pub fn filter(&self, directory: &Directory) -> Result<Filter, Refusal> {
        let (since, until) = self.days()?;
        let kinds = self.all("type").map(|words| Kind::parse(words).map_err(|no| Wrong(no.to_string())));
        let person = self.get("person").map(|name| directory.person(name).map_err(Asked::nobody));
        Ok(Filter {
            between: None,
            statuses: self.statuses()?,
            since,
            until,
            kinds: kinds.collect::<Result<_, _>>()?,
            person: person.transpose()?,
            min_sources: self.number("min-sources", 0, 1000)? as u32,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_it_was_made_of() {
        let query = Query::read("type=visit&person=Wang+Yi&after=e-1&x=");
        assert_eq!(query.get("person"), Some("Wang Yi"));
        assert_eq!(query.with("type", Some("phone")).address(), "?person=Wang%20Yi&type=phone");
        assert_eq!(query.with("type", None).with("person", None).address(), "");
        assert_eq!(query.with("type", None).with("person", None).link(), "?");
        assert!(query.number("type", 1, 9).is_err());
    }
}
