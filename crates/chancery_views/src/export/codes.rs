//! Codes of other data sets, from the tables of the lexicons.

use chancery_model::places;
use chancery_model::table::rows;
use chancery_model::words::fold;
use std::collections::BTreeMap;
use std::iter::once;
use std::sync::LazyLock;

/// A state's codes elsewhere; empty where that list has none.
#[derive(Clone, Copy, Default)]
pub(super) struct StateCodes {
    /// Number in the Correlates of War list.
    pub(super) cow: &'static str,
    /// FIPS 10-4.
    pub(super) fips: &'static str,
    cameo: &'static str,
}

static STATES: LazyLock<BTreeMap<&str, StateCodes>> = LazyLock::new(|| {
    rows(include_str!("../../../../lexicons/state_codes.tsv"))
        .filter_map(|cells| match cells[..] {
            [code, cow, fips, cameo] => Some((code, StateCodes { cow, fips, cameo })),
            _ => None,
        })
        .collect()
});

static NAMES: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let states = places::states().filter(|row| matches!(row.kind, "state" | "former"));
    states.map(|row| (row.code, row.name)).collect()
});

/// Each name of a state, folded, to its code.
static ALIASES: LazyLock<BTreeMap<String, &str>> = LazyLock::new(|| {
    let states = places::states().filter(|row| row.kind == "state");
    states
        .flat_map(|row| once(row.name).chain(row.aliases()).map(move |name| (fold(name), row.code)))
        .collect()
});

/// Code to phrase and CAMEO type.
static SECTORS: LazyLock<BTreeMap<&str, (&str, &str)>> = LazyLock::new(|| {
    rows(include_str!("../../../../lexicons/sectors.tsv"))
        .filter_map(|cells| match cells[..] {
            [code, phrase, cameo] => Some((code, (phrase, cameo))),
            _ => None,
        })
        .collect()
});

/// What the manual says of a type, or of a mode of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Score {
    /// Quad class, 1 to 4.
    pub(super) quad: u8,
    /// Intensity, −10 to +10, as the table has it; `None` where the manual prints none.
    pub(super) intensity: Option<&'static str>,
}

/// By type and mode, which is empty for the bare type.
static SCORES: LazyLock<BTreeMap<(&str, &str), Score>> = LazyLock::new(|| {
    rows(include_str!("../../../../lexicons/plover.tsv"))
        .filter_map(|cells| match cells[..] {
            [event_type, mode, quad, intensity] => {
                let intensity = Some(intensity).filter(|intensity| !intensity.is_empty());
                Some(((event_type, mode), Score { quad: quad.parse().ok()?, intensity }))
            }
            _ => None,
        })
        .collect()
});

/// A state's codes elsewhere; none where the code is no state's.
pub(super) fn state(code: &str) -> StateCodes {
    STATES.get(code).copied().unwrap_or_default()
}

/// A state's name in English; `None` where the code is no state's.
pub(super) fn state_name(code: &str) -> Option<&'static str> {
    NAMES.get(code).copied()
}

/// Whether a name, folded, is that of the state with the code.
pub(super) fn is_state(folded: &str, code: &str) -> bool {
    ALIASES.get(folded) == Some(&code)
}

/// Whether a code stands for a kind of actor, and for no state or union of states.
pub(super) fn is_kind(code: &str) -> bool {
    matches!(code, "IGO" | "UNO" | "NGO" | "ISM" | "IMG" | "MNC")
}

/// A state's CAMEO code: ours, but for a few.
pub(super) fn cameo_country(code: &str) -> &str {
    match state(code).cameo {
        "" => code,
        cameo => cameo,
    }
}

/// A sector, or a kind of actor, in plain English.
pub(super) fn sector_phrase(code: &str) -> Option<&'static str> {
    SECTORS.get(code).map(|(phrase, _)| *phrase).filter(|phrase| !phrase.is_empty())
}

/// A sector, or a kind of actor, as a CAMEO type.
pub(super) fn sector_cameo(code: &str) -> Option<&'static str> {
    SECTORS.get(code).map(|(_, cameo)| *cameo).filter(|cameo| !cameo.is_empty())
}

/// The scores of a type and mode; the bare type's where the manual does not know the mode.
pub(super) fn score(event_type: &str, mode: Option<&str>) -> Option<Score> {
    SCORES.get(&(event_type, mode.unwrap_or(""))).or_else(|| SCORES.get(&(event_type, ""))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_model::EventType;

    #[test]
    fn every_type_mode_and_state_has_its_row() {
        for event_type in EventType::ALL {
            for mode in [""].iter().chain(event_type.modes()) {
                assert!(SCORES.contains_key(&(event_type.as_str(), mode)), "{event_type} {mode}");
            }
        }
        let modes: usize = EventType::ALL.iter().map(|t| t.modes().len() + 1).sum();
        assert_eq!(SCORES.len(), modes);
        for row in places::states().filter(|row| row.kind == "state") {
            assert!(STATES.contains_key(row.code), "{}", row.code);
        }
        let mut fips: Vec<&str> = STATES.values().map(|codes| codes.fips).filter(|c| !c.is_empty()).collect();
        let count = fips.len();
        fips.sort_unstable();
        fips.dedup();
        assert!(count > 190 && fips.len() == count && fips.iter().all(|code| code.len() == 2));
    }

    #[test]
    fn codes_differ_from_list_to_list() {
        assert_eq!((state("DEU").fips, state("DEU").cow), ("GM", "255"));
        assert_eq!((state("CHN").fips, state("CHE").fips, state("AUS").fips), ("CH", "SZ", "AS"));
        assert_eq!((cameo_country("ROU"), cameo_country("CHN")), ("ROM", "CHN"));
        assert_eq!(
            (state_name("KOS"), state_name("EUR"), state_name("CHN")),
            (Some("Kosovo"), None, Some("China"))
        );
        assert_eq!(score("RETREAT", Some("disarm")), Some(Score { quad: 2, intensity: Some("10") }));
        assert_eq!(score("PROTEST", Some("vandalize")), Some(Score { quad: 4, intensity: None }));
    }
}
