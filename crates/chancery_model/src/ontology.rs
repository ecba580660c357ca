//! PLOVER types and CAMEO codes. The table is `lexicons/cameo.tsv`, whose header names its sources.

use crate::table::rows;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

/// The sixteen event types of the PLOVER manual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EventType {
    Agree,
    Consult,
    Support,
    Cooperate,
    Aid,
    Concede,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

impl EventType {
    /// All of them, in the manual's order.
    pub const ALL: [EventType; 16] = [
        EventType::Agree,
        EventType::Consult,
        EventType::Support,
        EventType::Cooperate,
        EventType::Aid,
        EventType::Concede,
        EventType::Retreat,
        EventType::Request,
        EventType::Accuse,
        EventType::Reject,
        EventType::Threaten,
        EventType::Protest,
        EventType::Sanction,
        EventType::Mobilize,
        EventType::Coerce,
        EventType::Assault,
    ];

    /// The name as PLOVER writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            EventType::Agree => "AGREE",
            EventType::Consult => "CONSULT",
            EventType::Support => "SUPPORT",
            EventType::Cooperate => "COOPERATE",
            EventType::Aid => "AID",
            EventType::Concede => "CONCEDE",
            EventType::Retreat => "RETREAT",
            EventType::Request => "REQUEST",
            EventType::Accuse => "ACCUSE",
            EventType::Reject => "REJECT",
            EventType::Threaten => "THREATEN",
            EventType::Protest => "PROTEST",
            EventType::Sanction => "SANCTION",
            EventType::Mobilize => "MOBILIZE",
            EventType::Coerce => "COERCE",
            EventType::Assault => "ASSAULT",
        }
    }

    /// The general CAMEO code of the type, where the words support no finer one.
    pub fn general_cameo(self) -> CameoCode {
        let code = match self {
            EventType::Agree => "030",
            EventType::Consult => "040",
            EventType::Support => "050",
            EventType::Cooperate => "060",
            EventType::Aid => "070",
            EventType::Concede => "080",
            EventType::Retreat => "084",
            EventType::Request => "100",
            EventType::Accuse => "110",
            EventType::Reject => "120",
            EventType::Threaten => "130",
            EventType::Protest => "140",
            EventType::Mobilize => "150",
            EventType::Sanction => "160",
            EventType::Coerce => "170",
            EventType::Assault => "180",
        };
        code.parse().expect("the table holds the general codes")
    }

    /// The modes that the manual gives the type.
    pub fn modes(self) -> &'static [&'static str] {
        match self {
            EventType::Consult => &["visit", "third-party", "multilateral", "phone"],
            EventType::Retreat => &["withdraw", "release", "disarm", "ceasefire", "access", "resign"],
            EventType::Request | EventType::Reject => &["assist", "change", "yield", "meet"],
            EventType::Accuse => &["disapprove", "investigate", "allege"],
            EventType::Threaten => &["restrict", "arrest", "relations", "expel", "territory", "violence"],
            EventType::Protest => &["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"],
            EventType::Sanction => &["convict", "expel", "withdraw", "discontinue"],
            EventType::Mobilize => &["troops", "weapons", "police", "militia"],
            EventType::Coerce => &[
                "seize",
                "restrict",
                "censor",
                "curfew",
                "martial-law",
                "arrest",
                "deport",
                "withhold",
                "misinformation",
                "cyber",
            ],
            EventType::Assault => &[
                "abduct",
                "beat",
                "torture",
                "sexual",
                "targeted",
                "destroy",
                "primitive",
                "firearms",
                "explosives",
                "suicide-attack",
                "aerial",
                "drone",
                "heavy-weapons",
                "crowd-control",
                "unconventional",
            ],
            EventType::Agree
            | EventType::Support
            | EventType::Concede
            | EventType::Cooperate
            | EventType::Aid => &[],
        }
    }

    /// Whether events of the type can list each side in both source and target.
    pub fn can_be_reciprocal(self) -> bool {
        matches!(self, EventType::Consult | EventType::Agree | EventType::Cooperate | EventType::Support)
    }

    /// Whether the type is conflict (quad classes 3 and 4).
    pub fn is_conflict(self) -> bool {
        self >= EventType::Request
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The name is none of the sixteen.
#[derive(Debug, thiserror::Error)]
#[error(
    "«{0}» is not a PLOVER event type; the sixteen are AGREE, CONSULT, SUPPORT, COOPERATE, AID, CONCEDE, RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, MOBILIZE, COERCE and ASSAULT"
)]
pub struct UnknownType(pub String);

impl FromStr for EventType {
    type Err = UnknownType;

    /// Reads a type in any case.
    fn from_str(s: &str) -> Result<Self, UnknownType> {
        EventType::ALL
            .into_iter()
            .find(|t| t.as_str().eq_ignore_ascii_case(s))
            .ok_or_else(|| UnknownType(s.into()))
    }
}

/// A CAMEO code of the table: a string of two to four digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CameoCode(&'static str);

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for CameoCode {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        <String as utoipa::PartialSchema>::schema()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for CameoCode {}

impl CameoCode {
    /// The digits.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Its row in the table.
    pub fn row(self) -> &'static CameoRow {
        let table = cameo_table();
        let at =
            table.binary_search_by(|row| row.code.0.cmp(self.0)).expect("a code is made from the table only");
        &table[at]
    }

    /// Quad class of its root: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    ///
    /// ```
    /// let code: chancery_model::CameoCode = "0841".parse().unwrap();
    /// assert_eq!((code.quad(), code.row().goldstein), (2, 7.0));
    /// ```
    pub fn quad(self) -> u8 {
        match &self.0[..2] {
            "01" | "02" | "03" | "04" | "05" => 1,
            "06" | "07" | "08" => 2,
            "09" | "10" | "11" | "12" | "13" => 3,
            _ => 4,
        }
    }
}

impl fmt::Debug for CameoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for CameoCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

/// The code is not in the table.
#[derive(Debug, thiserror::Error)]
#[error("«{0}» is not a CAMEO code with a PLOVER type (see lexicons/cameo.tsv)")]
pub struct UnknownCode(pub String);

impl FromStr for CameoCode {
    type Err = UnknownCode;

    fn from_str(s: &str) -> Result<Self, UnknownCode> {
        let table = cameo_table();
        match table.binary_search_by(|row| row.code.0.cmp(s)) {
            Ok(at) => Ok(table[at].code),
            Err(_) => Err(UnknownCode(s.into())),
        }
    }
}

impl Serialize for CameoCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for CameoCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct CameoRow {
    /// The code.
    pub code: CameoCode,
    /// CAMEO's label.
    pub label: &'static str,
    /// The PLOVER type.
    pub event_type: EventType,
    /// The PLOVER mode, where the code has one.
    pub mode: Option<&'static str>,
    /// PLOVER contexts, sorted.
    pub contexts: Vec<&'static str>,
    /// Goldstein score, −10 to +10.
    pub goldstein: f64,
}

/// Every CAMEO code that has a PLOVER type, sorted by code.
pub fn cameo_table() -> &'static [CameoRow] {
    static TABLE: OnceLock<Vec<CameoRow>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = include_str!("../../../lexicons/cameo.tsv");
        rows(text)
            .map(|cells| {
                let mut cells = cells.into_iter();
                let mut cell = || cells.next().unwrap_or_default();
                let (code, label, event_type, mode, contexts, goldstein) =
                    (cell(), cell(), cell(), cell(), cell(), cell());
                CameoRow {
                    code: CameoCode(code),
                    label,
                    event_type: event_type.parse().expect("lexicons/cameo.tsv: a PLOVER type"),
                    mode: Some(mode).filter(|mode| !mode.is_empty()),
                    contexts: contexts.split(',').filter(|context| !context.is_empty()).collect(),
                    goldstein: goldstein.parse().expect("lexicons/cameo.tsv: a number"),
                }
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_its_modes_are_the_manuals() {
        let table = cameo_table();
        assert!(table.len() > 250);
        assert!(table.windows(2).all(|w| w[0].code.0 < w[1].code.0));
        for row in table {
            if let Some(mode) = row.mode {
                assert!(row.event_type.modes().contains(&mode), "{row:?}");
            }
            assert!((-10.0..=10.0).contains(&row.goldstein), "{row:?}");
        }
        for event_type in EventType::ALL {
            assert_eq!(event_type.general_cameo().row().event_type, event_type);
        }
    }
}
