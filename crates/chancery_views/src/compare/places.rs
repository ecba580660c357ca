//! Whether two names of places can be one place.

use crate::directory::fold;
use chancery_model::places::is_city;

/// Whether one event can't have been in both: two towns, or places of two states. A state, a region or a venue may hold,
/// or lie in, the other.
pub(super) fn contradict(a: (&str, Option<&str>), b: (&str, Option<&str>)) -> bool {
    let (x, y) = (fold(a.0), fold(b.0));
    if x == y || x.contains(&y) || y.contains(&x) {
        return false;
    }
    matches!((a.1, b.1), (Some(s), Some(t)) if s != t) || (is_city(&x) && is_city(&y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_towns_contradict_and_a_town_and_its_country_do_not() {
        assert!(contradict(("Lima", Some("PER")), ("Bangkok", Some("THA"))));
        assert!(contradict(("Beijing", Some("CHN")), ("Shanghai", Some("CHN"))));
        assert!(!contradict(("Lima", Some("PER")), ("Peru", Some("PER"))));
        assert!(!contradict(("New York", Some("USA")), ("new york city", Some("USA"))));
        assert!(!contradict(("the Grand Hotel", None), ("Lima", Some("PER"))));
    }
}
