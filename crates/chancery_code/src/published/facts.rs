//! The lexicons of dated facts that bound when a report was written: gatherings and terms of office.

use chancery_model::Day;
use chancery_model::table::rows;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// One dated meeting.
#[derive(Debug)]
pub(super) struct Gathering {
    pub name: &'static str,
    aliases: &'static str,
    pub begin: Day,
    pub end: Day,
    /// Empty where it was held by video.
    pub city: &'static str,
    pub low_city: String,
}

impl Gathering {
    /// " in Munich", or nothing.
    pub(super) fn place(&self) -> String {
        if self.city.is_empty() { String::new() } else { format!(" in {}", self.city) }
    }
}

/// Somebody's time in an office.
#[derive(Debug)]
pub(super) struct Term {
    pub name: &'static str,
    pub offices: Vec<&'static str>,
    pub from: Day,
    /// `None`: not known to have ended.
    pub to: Option<Day>,
}

impl Term {
    pub(super) fn office(&self) -> &'static str {
        self.offices.first().copied().unwrap_or("office")
    }
}

/// A name as it is looked up: the rows that it may mean.
struct Alias {
    words: &'static str,
    rows: Vec<&'static Gathering>,
}

fn gatherings() -> &'static [Gathering] {
    static TABLE: OnceLock<Vec<Gathering>> = OnceLock::new();
    TABLE.get_or_init(|| {
        rows(include_str!("../../../../lexicons/gatherings.tsv"))
            .filter_map(|cells| {
                let city: &str = cells.get(4)?;
                Some(Gathering {
                    name: cells.first()?,
                    aliases: cells.get(1)?,
                    begin: cells.get(2)?.parse().ok()?,
                    end: cells.get(3)?.parse().ok()?,
                    city,
                    low_city: city.to_ascii_lowercase(),
                })
            })
            .collect()
    })
}

/// Names by their first word in lower case, the longest first.
fn aliases() -> &'static BTreeMap<String, Vec<Alias>> {
    static TABLE: OnceLock<BTreeMap<String, Vec<Alias>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut by_name: BTreeMap<&'static str, Vec<&'static Gathering>> = BTreeMap::new();
        for g in gatherings() {
            for name in std::iter::once(g.name).chain(g.aliases.split('|')) {
                by_name.entry(name).or_default().push(g);
            }
        }
        let mut out: BTreeMap<String, Vec<Alias>> = BTreeMap::new();
        for (words, rows) in by_name {
            out.entry(first_word(words).to_ascii_lowercase()).or_default().push(Alias { words, rows });
        }
        for list in out.values_mut() {
            list.sort_by_key(|a| std::cmp::Reverse(a.words.len()));
        }
        out
    })
}

fn terms() -> &'static BTreeMap<&'static str, Vec<Term>> {
    static TABLE: OnceLock<BTreeMap<&'static str, Vec<Term>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut out: BTreeMap<&'static str, Vec<Term>> = BTreeMap::new();
        for cells in rows(include_str!("../../../../lexicons/times_tenures.tsv")) {
            let term = (|| {
                Some(Term {
                    name: cells.first()?,
                    offices: cells.get(1)?.split('|').collect(),
                    from: cells.get(2)?.parse().ok()?,
                    to: cells.get(3)?.parse().ok(),
                })
            })();
            if let Some(term) = term {
                out.entry(first_word(term.name)).or_default().push(term);
            }
        }
        out
    })
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

/// How many bytes of `text` say `name`, whatever its case, apostrophes and dashes; `None` where it says something else.
fn says(text: &str, name: &str) -> Option<usize> {
    let plain = |c: char| match c {
        '’' | '‘' => '\'',
        '–' | '‑' => '-',
        c if c.is_whitespace() => ' ',
        c => c.to_ascii_lowercase(),
    };
    let mut words = text.char_indices();
    for want in name.chars() {
        let (_, c) = words.next()?;
        if plain(c) != plain(want) {
            return None;
        }
    }
    let end = words.next();
    match end {
        Some((_, c)) if c.is_alphanumeric() => None,
        Some((at, _)) => Some(at),
        None => Some(text.len()),
    }
}

/// The gatherings that the longest name at the head of `text` may mean, and its length in bytes.
pub(super) fn gatherings_at(text: &str) -> Option<(&'static [&'static Gathering], usize)> {
    let list = aliases().get(&first_word(text).to_ascii_lowercase())?;
    list.iter().find_map(|a| says(text, a.words).map(|len| (a.rows.as_slice(), len)))
}

/// The terms of office of the person whose full name stands at the head of `text`.
pub(super) fn terms_at(text: &str) -> impl Iterator<Item = &'static Term> {
    let list = terms().get(first_word(text)).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter(move |t| says(text, t.name).is_some())
}

/// A meeting of several days in one city, alone of its name in its year.
#[cfg(test)]
pub(super) fn sample() -> &'static Gathering {
    let all = gatherings();
    let alone = |g: &&Gathering| {
        all.iter().filter(|o| o.name == g.name && o.begin.year() == g.begin.year()).count() == 1
    };
    all.iter()
        .filter(|g| g.begin < g.end && !g.city.is_empty() && g.begin.month() > 1 && g.begin.day() > 25)
        .find(alone)
        .unwrap()
}

/// A term of office whose holder has one only.
#[cfg(test)]
pub(super) fn sample_term() -> &'static Term {
    let all = || terms().values().flatten();
    all().find(|t| all().filter(|o| o.name == t.name).count() == 1).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_and_its_days_are_in_order() {
        let lines = |text: &str| rows(text).count();
        assert_eq!(gatherings().len(), lines(include_str!("../../../../lexicons/gatherings.tsv")));
        assert!(gatherings().iter().all(|g| g.begin <= g.end));
        let read: Vec<&Term> = terms().values().flatten().collect();
        assert_eq!(read.len(), lines(include_str!("../../../../lexicons/times_tenures.tsv")));
        assert!(read.iter().all(|t| t.to.is_none_or(|to| t.from <= to) && !t.offices.is_empty()));
    }

    #[test]
    fn names_are_found_in_any_dress() {
        let (rows, len) = gatherings_at("G20 Foreign Ministers’ Meeting in").unwrap();
        assert_eq!(len, "G20 Foreign Ministers’ Meeting".len());
        assert!(rows.iter().all(|g| g.name == "G20 foreign ministers' meeting"));
        assert!(gatherings_at("Munich Security Conferences").is_none());
    }
}
