//! A light cut of a text into runs of letters, runs of digits and single marks, for the time grammar alone: "10th", "Nov."
//! and "2031-03-05" come apart, so that the grammar sees their pieces.

/// What a piece is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Letters,
    Digits,
    Mark,
}

/// One piece of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'t> {
    pub start: u32,
    pub end: u32,
    /// In ASCII lower case.
    pub low: &'t str,
    pub piece: Piece,
    /// No white space before it.
    pub glued: bool,
    /// A line break stands before it.
    pub line: bool,
    /// Begins with a capital.
    pub capital: bool,
    /// The number of a run of digits; thousands may be grouped by commas.
    pub number: Option<u32>,
    /// A number written with grouping commas is no year and no day.
    pub grouped: bool,
}

/// Cuts `text`; `low` is the same text in ASCII lower case, so that offsets agree.
pub(super) fn words<'t>(text: &str, low: &'t str) -> Vec<Word<'t>> {
    let bytes = text.as_bytes();
    let mut out: Vec<Word<'t>> = Vec::with_capacity(text.len() / 5 + 1);
    let mut chars = text.char_indices().peekable();
    let mut glued = false;
    let mut line = true;
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() || c == '\u{200b}' {
            glued = false;
            line |= c == '\n';
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut number = None;
        let mut grouped = false;
        let piece = if c.is_ascii_digit() {
            let mut value = u64::from(c as u8 - b'0');
            while let Some(&(at, d)) = chars.peek() {
                let digits = |from: usize, n: usize| {
                    bytes.get(from..from + n).is_some_and(|b| b.iter().all(u8::is_ascii_digit))
                };
                if d.is_ascii_digit() {
                    value = value.saturating_mul(10).saturating_add(u64::from(d as u8 - b'0'));
                } else if d == ',' && end - start <= 3 && !grouped && digits(at + 1, 3) && !digits(at + 1, 4)
                {
                    grouped = true;
                } else if d == ',' && grouped && digits(at + 1, 3) && !digits(at + 1, 4) {
                } else {
                    break;
                }
                end = at + d.len_utf8();
                chars.next();
            }
            number = u32::try_from(value).ok();
            Piece::Digits
        } else if c.is_alphabetic() {
            while let Some(&(at, d)) = chars.peek() {
                if !d.is_alphabetic() {
                    break;
                }
                end = at + d.len_utf8();
                chars.next();
            }
            Piece::Letters
        } else {
            Piece::Mark
        };
        out.push(Word {
            start: start as u32,
            end: end as u32,
            low: low.get(start..end).unwrap_or_default(),
            piece,
            glued,
            line,
            capital: c.is_uppercase(),
            number,
            grouped,
        });
        glued = true;
        line = false;
    }
    out
}

/// The whole-number meaning of one number word below twenty, or of a ten.
fn small(low: &str) -> Option<u32> {
    Some(match low {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        _ => return None,
    })
}

fn tens(low: &str) -> Option<u32> {
    Some(match low {
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

/// An ordinal word, first to thirty-first ("twenty-first" is read by the caller).
pub(super) fn ordinal(low: &str) -> Option<u32> {
    Some(match low {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" => 12,
        "thirteenth" => 13,
        "fourteenth" => 14,
        "fifteenth" => 15,
        "sixteenth" => 16,
        "seventeenth" => 17,
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        _ => return None,
    })
}

/// A number below a hundred read from words: `twenty-five` from index `i`, and the index after it.
fn below_hundred(words: &[Word<'_>], i: usize) -> Option<(usize, u32)> {
    let low = |n: usize| words.get(n).map_or("", |w| w.low);
    if let Some(t) = tens(low(i)) {
        let hyphen = usize::from(low(i + 1) == "-");
        return Some(match small(low(i + 1 + hyphen)) {
            Some(s) if s < 10 => (i + 2 + hyphen, t + s),
            _ => (i + 1, t),
        });
    }
    small(low(i)).map(|s| (i + 1, s))
}

/// A number read from words: `one hundred and two` from index `i`, and the index after it.
pub(super) fn number_words(words: &[Word<'_>], i: usize) -> Option<(usize, u32)> {
    let low = |n: usize| words.get(n).map_or("", |w| w.low);
    let (at, value) = below_hundred(words, i)?;
    if low(at) != "hundred" {
        return Some((at, value));
    }
    let and = usize::from(low(at + 1) == "and");
    match below_hundred(words, at + 1 + and).filter(|_| and == 1 || low(at + 2) != "hundred") {
        Some((next, rest)) => Some((next, value * 100 + rest)),
        None => Some((at + 1, value * 100)),
    }
}

/// Month of a full or shortened name; the flag says that it is shortened.
pub(super) fn month(low: &str) -> Option<(u8, bool)> {
    Some(match low {
        "january" => (1, false),
        "february" => (2, false),
        "march" => (3, false),
        "april" => (4, false),
        "may" => (5, false),
        "june" => (6, false),
        "july" => (7, false),
        "august" => (8, false),
        "september" => (9, false),
        "october" => (10, false),
        "november" => (11, false),
        "december" => (12, false),
        "jan" => (1, true),
        "feb" => (2, true),
        "mar" => (3, true),
        "apr" => (4, true),
        "jun" => (6, true),
        "jul" => (7, true),
        "aug" => (8, true),
        "sep" | "sept" => (9, true),
        "oct" => (10, true),
        "nov" => (11, true),
        "dec" => (12, true),
        _ => return None,
    })
}

/// Weekday (1 Monday) of a full or shortened name; the flag says that it is shortened.
pub(super) fn weekday(low: &str) -> Option<(u8, bool)> {
    Some(match low {
        "monday" => (1, false),
        "tuesday" => (2, false),
        "wednesday" => (3, false),
        "thursday" => (4, false),
        "friday" => (5, false),
        "saturday" => (6, false),
        "sunday" => (7, false),
        "mon" => (1, true),
        "tue" | "tues" => (2, true),
        "wed" | "weds" => (3, true),
        "thu" | "thur" | "thurs" => (4, true),
        "fri" => (5, true),
        "sat" => (6, true),
        "sun" => (7, true),
        _ => return None,
    })
}

/// Season, 1 spring to 4 winter.
pub(super) fn season(low: &str) -> Option<u8> {
    Some(match low {
        "spring" | "springtime" => 1,
        "summer" | "summertime" => 2,
        "autumn" | "fall" => 3,
        "winter" | "wintertime" => 4,
        _ => return None,
    })
}

/// A unit that durations are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Count {
    Second,
    Minute,
    Hour,
    Night,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// A unit by its name; the flag says plural.
pub(super) fn count(low: &str) -> Option<(Count, bool)> {
    Some(match low {
        "second" | "sec" => (Count::Second, false),
        "seconds" | "secs" => (Count::Second, true),
        "minute" | "min" => (Count::Minute, false),
        "minutes" | "mins" => (Count::Minute, true),
        "hour" | "hr" => (Count::Hour, false),
        "hours" | "hrs" => (Count::Hour, true),
        "night" => (Count::Night, false),
        "nights" => (Count::Night, true),
        "day" => (Count::Day, false),
        "days" => (Count::Day, true),
        "weekend" => (Count::Weekend, false),
        "weekends" => (Count::Weekend, true),
        "week" => (Count::Week, false),
        "weeks" => (Count::Week, true),
        "fortnight" => (Count::Fortnight, false),
        "fortnights" => (Count::Fortnight, true),
        "month" => (Count::Month, false),
        "months" => (Count::Month, true),
        "quarter" => (Count::Quarter, false),
        "quarters" => (Count::Quarter, true),
        "year" => (Count::Year, false),
        "years" => (Count::Year, true),
        "decade" => (Count::Decade, false),
        "decades" => (Count::Decade, true),
        "century" => (Count::Century, false),
        "centuries" => (Count::Century, true),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_keep_their_offsets() {
        let text = "On 10th São Nov. 2,500 men";
        let low = text.to_ascii_lowercase();
        let cut: Vec<_> = words(text, &low).iter().map(|w| (w.low.to_string(), w.glued)).collect();
        let want = [
            ("on", false),
            ("10", false),
            ("th", true),
            ("são", false),
            ("nov", false),
            (".", true),
            ("2,500", false),
            ("men", false),
        ];
        assert_eq!(cut, want.map(|(w, g)| (w.to_string(), g)));
        assert_eq!(words(text, &low)[6].number, Some(2500));
    }

    #[test]
    fn numbers_in_words() {
        let text = "twenty-five one hundred and two";
        let low = text.to_string();
        let w = words(text, &low);
        assert_eq!(number_words(&w, 0), Some((3, 25)));
        assert_eq!(number_words(&w, 3), Some((7, 102)));
    }
}
