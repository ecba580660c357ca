//! Names of states and of places, from the tables of both.

use crate::table::{list, rows};
use crate::words::fold;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A row of the table of states: a state, a territory, a union, or a state that is no more.
#[derive(Clone, Copy, Debug)]
pub struct StateRow {
    /// Its code; a territory's is the sovereign's.
    pub code: &'static str,
    /// Its name, without "the".
    pub name: &'static str,
    /// "state", "territory", "region", "pre" (recognised by some), "union" or "former".
    pub kind: &'static str,
    aliases: &'static str,
    capitals: &'static str,
}

impl StateRow {
    /// Its further names.
    pub fn aliases(&self) -> impl Iterator<Item = &'static str> + use<> {
        list(self.aliases)
    }

    /// Its capital; several where it has several.
    pub fn capitals(&self) -> impl Iterator<Item = &'static str> + use<> {
        list(self.capitals)
    }
}

/// The table of states, sorted by code, states first.
///
/// ```
/// let canada = chancery_model::places::states().find(|row| row.code == "CAN").unwrap();
/// assert_eq!((canada.name, canada.kind, canada.capitals().next()), ("Canada", "state", Some("Ottawa")));
/// ```
pub fn states() -> impl Iterator<Item = StateRow> {
    rows(include_str!("../../../lexicons/states.tsv")).filter_map(|cells| {
        let [code, name, kind, aliases, _, _, capitals, ..] = cells[..] else { return None };
        Some(StateRow { code, name, kind, aliases, capitals })
    })
}

/// Names of places, folded.
#[derive(Default)]
struct Names {
    cities: HashSet<String>,
    others: HashSet<String>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::default();
    for cells in rows(include_str!("../../../lexicons/places.tsv")) {
        if let [name, aliases, _, kind, ..] = cells[..] {
            let of_kind = if kind == "city" { &mut names.cities } else { &mut names.others };
            of_kind.extend(std::iter::once(name).chain(list(aliases)).map(fold));
        }
    }
    for state in states() {
        names.others.extend(std::iter::once(state.name).chain(state.aliases()).map(fold));
        names.cities.extend(state.capitals().map(fold));
    }
    names
});

/// Whether a name, [folded](fold), is a town's.
///
/// ```
/// use chancery_model::places::is_city;
/// assert!(is_city("geneva") && is_city("ottawa") && !is_city("canada"));
/// ```
pub fn is_city(folded: &str) -> bool {
    NAMES.cities.contains(folded)
}

/// Whether a name, [folded](fold), is that of a place which holds towns or lies in one: a state, a region, a sea, a venue.
///
/// ```
/// use chancery_model::places::is_no_city;
/// assert!(is_no_city("canada") && !is_no_city("geneva") && !is_no_city("norhavn"));
/// ```
pub fn is_no_city(folded: &str) -> bool {
    NAMES.others.contains(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_both_tables_is_read() {
        assert_eq!(states().count(), rows(include_str!("../../../lexicons/states.tsv")).count());
        let kinds = ["state", "territory", "region", "pre", "union", "former"];
        assert!(states().all(|row| kinds.contains(&row.kind)));
        for cells in rows(include_str!("../../../lexicons/places.tsv")) {
            let [name, _, _, kind] = cells[..] else { panic!("four cells: {cells:?}") };
            let known = if kind == "city" { is_city(&fold(name)) } else { is_no_city(&fold(name)) };
            assert!(known, "{name}");
        }
        assert!(!is_city("") && !is_no_city(""));
    }
}
