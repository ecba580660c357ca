//! Which places can be one: whether two names of places contradict each other.

use chancery_model::{places, words::fold};

/// Whether it is the name of a town.
pub(crate) fn is_city(name: &str) -> bool {
    places::is_city(&fold(name))
}

/// Whether the name says which town it was, as far as is known: no state, region, sea or venue.
fn is_town(name: &str) -> bool {
    let folded = fold(name);
    let words =
        ["house", "palace", "hotel", "embassy", "airport", "hall", "ministry", "centre", "center", "base"];
    let long = folded.split(' ').count() > 3;
    is_city(name) || !(long || places::is_no_city(&folded) || folded.split(' ').any(|w| words.contains(&w)))
}

/// Whether two names of towns contradict each other; one of them is known to be a town.
pub(crate) fn differ(a: &str, b: &str) -> bool {
    let (x, y) = (fold(a), fold(b));
    let known = places::is_city(&x) || places::is_city(&y);
    // "Geneva" and "Geneva, Switzerland" do not.
    let apart = !x.contains(&y) && !y.contains(&x);
    known && apart && is_town(a) && is_town(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_contradict_each_other_and_venues_do_not() {
        assert!(differ("San Francisco", "Woodside"));
        assert!(differ("Vienna", "Geneva"));
        assert!(!differ("Beijing", "Villa of the Three Lakes"));
        assert!(!differ("Beijing", "China"));
        assert!(!differ("Geneva", "Geneva, Switzerland"));
    }
}
