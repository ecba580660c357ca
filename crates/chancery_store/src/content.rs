//! Content identity: a report is known by a hash of its content, never by its file or its place in the input.

use chancery_model::{DateBasis, Report};
use std::fmt;

/// By what a report is known: its content, and how that was read.
///
/// The content is what the report's maker wrote: the id it was given, its words, and address, outlet, headline and date
/// where they were given apart from the words. What cleaning takes out of the words, and white space, do not show in it:
/// a later version of the program that cleans better, or the same one told to clean nothing, finds the same content, and
/// its reading takes the place of the earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Two reports with the same content are one.
    pub content: ContentHash,
    /// Names the reader and its options.
    pub reader: String,
    /// What the reader made of the content, to the character.
    pub reading: ContentHash,
}

impl Identity {
    /// The identity of a report that `reader` (a version, and the options that bear on the result) has read.
    pub fn of(report: &Report, reader: &str) -> Identity {
        let Report { id, url, source, language: _, title, text, removed, dates } = report;
        let words = whole(report);
        // What was found in the words adds nothing to them, and may be found otherwise one day.
        let given = |field: &Option<String>| -> Option<String> {
            field.as_deref().map(dense).filter(|field| !words.contains(field.as_str()))
        };
        let date: Vec<String> = dates
            .iter()
            .filter(|candidate| candidate.basis == DateBasis::Given)
            .map(|candidate| match (&candidate.words, candidate.date) {
                (Some(words), _) => words.clone(),
                (None, day) => day.map(|day| day.to_string()).unwrap_or_default(),
            })
            .collect();
        let (url, source, title) = (given(url), given(source), given(title));
        let date = date.join("\n");
        let fields = [Some(id), url.as_ref(), source.as_ref(), title.as_ref(), Some(&date), Some(&words)];
        let content = ContentHash::of(fields.map(|field| field.map(String::as_str)));
        let json = |value: serde_json::Result<String>| value.unwrap_or_default();
        let (removed, dates) = (json(serde_json::to_string(removed)), json(serde_json::to_string(dates)));
        let reading = ContentHash::of([
            Some(id.as_str()),
            report.url.as_deref(),
            report.source.as_deref(),
            report.language.as_deref(),
            report.title.as_deref(),
            Some(text),
            Some(&removed),
            Some(&dates),
        ]);
        Identity { content, reader: reader.into(), reading }
    }

    /// Whether this reading is to take the place of another of the same content. Of two by one reader (the same
    /// words, spaced otherwise) the same one stays whichever came first; another reader's gives way.
    pub(crate) fn replaces(&self, reader: &str, reading: ContentHash) -> bool {
        self.reading != reading && (self.reader != reader || self.reading < reading)
    }
}

/// All words of a report with what was taken out of them back in its place, without white space.
fn whole(report: &Report) -> String {
    let mut whole = String::with_capacity(report.text.len());
    let mut removed = report.removed.iter().peekable();
    for (at, c) in report.text.chars().enumerate() {
        while let Some(piece) = removed.next_if(|piece| piece.at as usize <= at) {
            whole.push_str(&dense(&piece.text));
        }
        if !c.is_whitespace() {
            whole.push(c);
        }
    }
    removed.for_each(|piece| whole.push_str(&dense(&piece.text)));
    whole
}

fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A hash of a list of fields.
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

    /// Its first half: enough to tell apart what nobody made to collide.
    pub fn short(self) -> [u8; 16] {
        std::array::from_fn(|at| self.0[at])
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
    use chancery_model::{RemovalReason, Removed};

    #[test]
    fn how_a_report_was_cleaned_and_spaced_does_not_show_in_its_content() {
        let removed = |at, text: &str| Removed { at, text: text.into(), why: RemovalReason::Other };
        let whole = Report {
            id: "a".into(),
            text: "Talks in Arvik\n\nThey met.  Share this They parted.".into(),
            ..Report::default()
        };
        let cleaned = Report {
            title: Some("Talks in Arvik".into()),
            text: "They met. They parted.".into(),
            removed: vec![removed(0, "Talks in Arvik"), removed(10, "Share this")],
            ..whole.clone()
        };
        let (one, two) = (Identity::of(&whole, "1 verbatim"), Identity::of(&cleaned, "1"));
        assert_eq!(one.content, two.content);
        assert_ne!(one.reading, two.reading);
        assert!(two.replaces(&one.reader, one.reading) && one.replaces(&two.reader, two.reading));

        let spaced = Report { text: cleaned.text.replace(' ', "\n"), ..cleaned.clone() };
        let three = Identity::of(&spaced, "1");
        assert_eq!(three.content, two.content);
        assert_ne!(two.replaces(&three.reader, three.reading), three.replaces(&two.reader, two.reading));

        for other in [
            Report { text: "They met. They fought.".into(), ..cleaned.clone() },
            Report { id: "b".into(), ..cleaned.clone() },
            Report { url: Some("https://arvik.example/1".into()), ..cleaned.clone() },
            Report { title: Some("No talks".into()), ..cleaned.clone() },
        ] {
            assert_ne!(Identity::of(&other, "1").content, two.content);
        }
    }

    #[test]
    fn a_hash_survives_being_written() {
        let hash = ContentHash::of([Some("Estmark"), None]);
        assert_eq!(ContentHash::parse(&hash.to_string()), Some(hash));
        assert_eq!(ContentHash::parse("é"), None);
        assert_eq!(hash.to_string(), "49636ae2a34c16a01cc2d678d881932e29e2e2e5bf8dcadbba42cf01e607a1b1",);
    }
}
