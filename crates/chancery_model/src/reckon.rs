//! Reckoning of times that lean on the publication day ("on Tuesday", "last month", "in January").

use crate::DayInterval;
use serde::{Deserialize, Serialize};

/// How a relative time follows from the day of publication. A claim keeps it, so that linking can reckon again when other
/// reports narrow that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reckoning {}

impl Reckoning {
    /// The days that bound the time when the report was published within `published`.
    pub fn reckon(&self, _published: &DayInterval) -> DayInterval {
        DayInterval::UNKNOWN
    }
}
