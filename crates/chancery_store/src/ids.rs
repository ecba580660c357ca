//! The ids by which a record's reports are known. Reports of different content that were given one id get `~` and digits
//! of their hash each, so that no order of arrival shows.

use crate::ContentHash;
use std::collections::HashSet;

/// The ids of reports, given the id and hash of each; sorted by given id, then hash, each pair once. The same
/// set of reports has the same ids.
///
/// Six digits are added; more only where six would name two reports.
pub fn report_ids(given: &[(&str, ContentHash)]) -> Vec<String> {
    let taken: HashSet<&str> = given.iter().map(|(id, _)| *id).collect();
    let mut ids = Vec::with_capacity(given.len());
    for group in given.chunk_by(|a, b| a.0 == b.0) {
        if let [(id, _)] = group {
            ids.push(id.to_string());
            continue;
        }
        let hashes: Vec<String> = group.iter().map(|(_, hash)| hash.to_string()).collect();
        for (n, hash) in hashes.iter().enumerate() {
            // Sorted hashes: only a neighbour can share the longest prefix.
            let shared = |other: Option<&String>| {
                other.map_or(0, |o| o.bytes().zip(hash.bytes()).take_while(|(a, b)| a == b).count())
            };
            let alike = shared(n.checked_sub(1).map(|p| &hashes[p])).max(shared(hashes.get(n + 1)));
            let mut digits = (alike + 1).max(6).min(hash.len());
            let mut id = format!("{}~{}", group[n].0, &hash[..digits]);
            while taken.contains(id.as_str()) && digits < hash.len() {
                digits += 1;
                id = format!("{}~{}", group[n].0, &hash[..digits]);
            }
            ids.push(id);
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shared_ids_get_digits() {
        let (a, b) = (ContentHash::of([Some("a")]), ContentHash::of([Some("b")]));
        let (low, high) = (a.min(b), a.max(b));
        let six = |hash: ContentHash| hash.to_string()[..6].to_string();
        assert_eq!(
            report_ids(&[("x", low), ("x", high), ("y", a)]),
            [format!("x~{}", six(low)), format!("x~{}", six(high)), "y".into()]
        );
        // Somebody gave a report the very id that another would get.
        let clash = format!("x~{}", six(low));
        let ids = report_ids(&[("x", low), ("x", high), (&clash, a)]);
        assert_eq!(ids[0], format!("x~{}", &low.to_string()[..7]));
        assert_eq!(ids[2], clash);
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 3);
    }
}
