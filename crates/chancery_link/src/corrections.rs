//! An analyst's corrections: lines of a small text file that hold whenever the record is computed. `docs/corrections.md`
//! describes the file.
//!
//! ```
//! use chancery_link::Corrections;
//! let corrections = Corrections::parse("merge e-1a2b3c4d5e e-99aa00bb11  # one call").unwrap();
//! assert_eq!(corrections.len(), 1);
//! assert_eq!(Corrections::parse("merge e-1a2b3c4d5e").unwrap_err()[0].line, 1);
//! ```

mod apply;
mod date;
mod recoding;
mod rename;
mod words;

pub(crate) use apply::correct;
use rename::Marks;
pub(crate) use rename::rename;

use chancery_model::{CameoCode, EventType};
use recoding::Recoding;
use std::fmt;
use words::{Line, words};

/// The lines of a file of corrections, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections {
    lines: Vec<Correction>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Correction {
    /// Counted from 1.
    line: usize,
    /// The line with its reason, spaced in one way.
    text: String,
    act: Act,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Act {
    /// The events are one, and keep the first id.
    Merge(Vec<String>),
    /// These reports tell of another event.
    Split(String, Vec<String>),
    /// Fields of the event are others.
    Recode(String, Box<Recoding>),
    /// Who or what is written so is known so.
    Rename(String, String),
}

impl Corrections {
    /// Reads a file's text; fails with every line that is wrong.
    pub fn parse(text: &str) -> Result<Corrections, Vec<WrongLine>> {
        let (mut lines, mut wrong) = (Vec::new(), Vec::new());
        for (line, written) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            match correction(line, written) {
                Ok(correction) => lines.extend(correction),
                Err(problem) => wrong.push(WrongLine { line, problem }),
            }
        }
        if wrong.is_empty() { Ok(Corrections { lines }) } else { Err(wrong) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The corrections without anything else that their file holds: the same text for all files that say the same in the
    /// same order. It can be parsed.
    pub fn text(&self) -> String {
        self.lines.iter().map(|correction| format!("{}\n", correction.text)).collect()
    }
}

fn correction(line: usize, written: &str) -> Result<Option<Correction>, Wrong> {
    let Line { words, reason } = words(written)?;
    let Some((verb, rest)) = words.split_first() else { return Ok(None) };
    let values: Vec<String> = rest.iter().map(|word| word.value.clone()).collect();
    let act = match verb.value.to_ascii_lowercase().as_str() {
        "merge" => match values.as_slice() {
            [] | [_] => return Err(Wrong::Merge),
            ids => match ids.iter().enumerate().find(|(n, id)| ids[..*n].contains(id)) {
                Some((_, id)) => return Err(Wrong::Twice(id.clone())),
                None => Act::Merge(values),
            },
        },
        "split" => match values.split_first() {
            Some((event, reports)) if !reports.is_empty() => Act::Split(event.clone(), reports.to_vec()),
            _ => return Err(Wrong::Split),
        },
        "recode" => match values.split_first() {
            Some((event, fields)) if !fields.is_empty() => {
                Act::Recode(event.clone(), Box::new(Recoding::parse(fields)?))
            }
            _ => return Err(Wrong::Recode),
        },
        "rename" => match values.as_slice() {
            [from, to] if !from.is_empty() && !to.is_empty() => Act::Rename(from.clone(), to.clone()),
            _ => return Err(Wrong::Rename),
        },
        _ => return Err(Wrong::Verb(verb.value.clone())),
    };
    let mut text = words.iter().map(|word| word.written.as_str()).collect::<Vec<_>>().join(" ");
    if let Some(reason) = reason {
        text += &format!("  # {reason}");
    }
    Ok(Some(Correction { line, text, act }))
}

/// A line that is no correction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct WrongLine {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: Wrong,
}

/// What is wrong with a line, and what to write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// It does not begin with one of the four.
    #[error(
        "«{0}» is no correction; a line begins with merge, split, recode or rename, and a comment with #"
    )]
    Verb(String),
    /// A quotation mark has no other.
    #[error("a quotation mark is not closed; write \"Kuala Lumpur, MYS\" with one at either end")]
    Unclosed,
    /// Fewer than two events.
    #[error("«merge» wants the ids of two or more events: merge e-1a2b3c4d5e e-99aa00bb11")]
    Merge,
    /// An event is named twice.
    #[error("«{0}» is named twice; name each event once")]
    Twice(String),
    /// No event, or no reports.
    #[error(
        "«split» wants an event and the reports that tell of another: split e-1a2b3c4d5e REPORT REPORT …"
    )]
    Split,
    /// No event, or no fields.
    #[error("«recode» wants an event and FIELD=VALUE …: recode e-1a2b3c4d5e date=2025-11-11")]
    Recode,
    /// Not two names.
    #[error("«rename» wants two names in quotation marks: rename \"Mrs. Anand\" \"Anita Anand\"")]
    Rename,
    /// Not of the form FIELD=VALUE.
    #[error("«recode» wants FIELD=VALUE, not «{0}»; a value of several words in quotation marks")]
    NoField(String),
    /// There is no such field to set.
    #[error("«{0}» is no field that can be set; those are type, mode, status, date, place and cameo")]
    Field(String),
    /// The field is set twice.
    #[error("«{0}» is set twice; set each field once")]
    FieldTwice(String),
    /// No PLOVER type.
    #[error("{0}")]
    Type(String),
    /// No mode of that type.
    #[error("«{mode}» is no mode of {event_type}; {}", modes(*.event_type))]
    Mode {
        /// The mode.
        mode: String,
        /// The type.
        event_type: EventType,
    },
    /// No PLOVER mode.
    #[error("«{0}» is no mode of any type; set the type beside it, and its modes are told")]
    AnyMode(String),
    /// No status.
    #[error("«{0}» is no status; write happened, ongoing, planned, proposed, denied or hypothetical")]
    Status(String),
    /// No date.
    #[error(
        "«{0}» is no date; write 2025-11-11, 2025-11, 2025, two of these with .. between them (either may be left out), or none"
    )]
    Date(String),
    /// The place has no name.
    #[error("a place wants a name, and may have a state: place=\"Kuala Lumpur, MYS\"; or none")]
    Place,
    /// No CAMEO code.
    #[error("{0}")]
    Cameo(String),
    /// The code is of another type or mode than is set beside it.
    #[error("the CAMEO code {code} is of {of}; set that, or another code")]
    CameoOf {
        /// The code.
        code: CameoCode,
        /// Type and mode of the code.
        of: String,
    },
}

fn modes(event_type: EventType) -> String {
    match event_type.modes() {
        [] => "it has none".into(),
        known => format!("there are {}", known.join(", ")),
    }
}

/// A correction that changed nothing, or less than it says. The record is computed all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unapplied {
    /// The line in the file, counted from 1.
    pub line: usize,
    /// The line with its reason.
    pub text: String,
    /// Why.
    pub problem: Problem,
    /// Whether the rest of the line holds.
    pub in_part: bool,
}

/// Why a correction did not apply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The record has no such event.
    #[error("there is no event {id}")]
    NoEvent {
        /// The id, as written.
        id: String,
    },
    /// The beginning of an id fits several events.
    #[error("{id} may be {}", fits.join(" or "))]
    Several {
        /// What was written.
        id: String,
        /// The ids.
        fits: Vec<String>,
    },
    /// The events are one already.
    #[error("{id} is part of {of} already")]
    Merged {
        /// The one.
        id: String,
        /// The other.
        of: String,
    },
    /// The report does not tell of the event.
    #[error("{report} does not tell of {event}")]
    NotTold {
        /// The report.
        report: String,
        /// The event.
        event: String,
    },
    /// No report would be left.
    #[error("no other report tells of {event}")]
    NothingLeft {
        /// The event.
        event: String,
    },
    /// The type of the event has no such mode.
    #[error("{event_type} has no mode {mode}")]
    NoMode {
        /// The event's type.
        event_type: EventType,
        /// The mode.
        mode: String,
    },
    /// Nobody and no place is written so.
    #[error("nobody and no place is written «{name}»")]
    Nobody {
        /// The name.
        name: String,
    },
}

impl fmt::Display for Unapplied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = if self.in_part { "the rest of the line holds" } else { "nothing corrected" };
        write!(f, "line {}: {}; {rest}", self.line, self.problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_written_in_one_form() {
        let text = "\u{feff}# corrections of March\r\n\r\n  merge   e-1 e-2 # one call,  told twice\r\nsplit e-3 a#1 b\n\
                    recode e-4 type=coerce place=\"Kuala Lumpur, MYS\"\nRename \"Mrs. Anand\" “Anita Anand”#\n";
        let read = Corrections::parse(text).unwrap();
        assert_eq!(
            read.text(),
            "merge e-1 e-2  # one call,  told twice\nsplit e-3 a#1 b\n\
             recode e-4 type=coerce place=\"Kuala Lumpur, MYS\"\nRename \"Mrs. Anand\" “Anita Anand”\n"
        );
        assert_eq!(read.lines[3].act, Act::Rename("Mrs. Anand".into(), "Anita Anand".into()));
        assert_eq!(read.lines.iter().map(|c| c.line).collect::<Vec<_>>(), [3, 4, 5, 6]);
        let again = Corrections::parse(&read.text()).unwrap();
        assert_eq!(again.text(), read.text());
        assert!(Corrections::parse("# nothing\n\n").unwrap().is_empty());
    }

    #[test]
    fn every_wrong_line_is_told_with_what_to_write() {
        for (line, words) in [
            ("mrege e-1 e-2", "begins with merge, split, recode or rename"),
            ("merge e-1", "two or more events"),
            ("merge e-1 e-1", "named twice"),
            ("split e-1 # why", "the reports that tell of another"),
            ("recode e-1", "wants an event and FIELD=VALUE"),
            ("recode e-1 COERCE", "wants FIELD=VALUE, not «COERCE»"),
            ("recode e-1 colour=red", "those are type, mode, status, date, place and cameo"),
            ("recode e-1 status=planned status=denied", "set twice"),
            ("recode e-1 type=COERSE", "not a PLOVER event type"),
            ("recode e-1 type=CONSULT mode=seize", "visit, third-party, multilateral, phone"),
            ("recode e-1 type=AID mode=phone", "it has none"),
            ("recode e-1 mode=telephone", "no mode of any type"),
            ("recode e-1 status=over", "happened, ongoing"),
            ("recode e-1 date=11.11.2025", "write 2025-11-11"),
            ("recode e-1 date=2025-02-30", "write 2025-11-11"),
            ("recode e-1 date=2025-03-02..2025-03-01", "write 2025-11-11"),
            ("recode e-1 place=\"\"", "a place wants a name"),
            ("recode e-1 cameo=999", "not a CAMEO code"),
            ("recode e-1 type=CONSULT cameo=173", "is of COERCE"),
            ("rename Anand", "two names"),
            ("rename \"Mrs. Anand", "not closed"),
        ] {
            let wrong = Corrections::parse(&format!("# first\n{line}\nmerge e-1 e-2")).unwrap_err();
            assert_eq!(wrong.len(), 1, "{line}");
            let told = wrong[0].to_string();
            assert!(told.starts_with("line 2: ") && told.contains(words), "{line}: {told}");
        }
        assert_eq!(Corrections::parse("a\nmerge e-1 e-2\nb").unwrap_err().len(), 2);
    }
}
