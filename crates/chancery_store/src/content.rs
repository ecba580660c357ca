//! Content identity: a report is known by a hash of its content, never by its file or its place in the input.

use chancery_model::Report;
use std::fmt;

/// A hash of a report's content as it was given: id, address, outlet, headline, dates and words. Two reports with the
/// same hash are one report.
///
/// BLAKE3 over the fields, each with its length, so that no two lists of fields run together. Stable across machines and
/// versions of the program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The hash of a list of fields; an absent field differs from an empty one.
    ///
    /// ```
    /// use chancery_store::ContentHash;
    /// assert_ne!(ContentHash::of([Some("ab"), Some("c")]), ContentHash::of([Some("a"), Some("bc")]));
    /// assert_ne!(ContentHash::of([None]), ContentHash::of([Some("")]));
    /// assert_eq!(ContentHash::of([Some("a")]).to_string().len(), 64);
    /// ```
    pub fn of<'a>(fields: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        ContentHash::of_bytes(fields.into_iter().map(|field| field.map(str::as_bytes)))
    }

    /// The hash of a list of fields of which some are not text.
    pub fn of_bytes<'a>(fields: impl IntoIterator<Item = Option<&'a [u8]>>) -> Self {
        let mut hasher = blake3::Hasher::new();
        for field in fields {
            match field {
                None => {
                    hasher.update(&[0]);
                }
                Some(bytes) => {
                    hasher.update(&[1]);
                    hasher.update(&(bytes.len() as u64).to_le_bytes());
                    hasher.update(bytes);
                }
            }
        }
        ContentHash(*hasher.finalize().as_bytes())
    }

    /// The hash of a report that never had another form than this.
    pub fn of_report(report: &Report) -> Self {
        let dates = serde_json::to_string(&report.dates).unwrap_or_default();
        ContentHash::of([
            Some(report.id.as_str()),
            report.url.as_deref(),
            report.source.as_deref(),
            report.title.as_deref(),
            report.language.as_deref(),
            Some(&dates),
            Some(&report.text),
        ])
    }

    /// Reads what [`fmt::Display`] wrote.
    pub(crate) fn parse(hex: &str) -> Option<Self> {
        let mut bytes = [0u8; 32];
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&hex[at..at + 2], 16).ok()?;
        }
        Some(ContentHash(bytes))
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_survives_being_written() {
        let hash = ContentHash::of([Some("Estmark"), None]);
        assert_eq!(ContentHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(ContentHash::parse("é"), None);
        assert_eq!(hash.to_string(), "49636ae2a34c16a01cc2d678d881932e29e2e2e5bf8dcadbba42cf01e607a1b1",);
    }
}
