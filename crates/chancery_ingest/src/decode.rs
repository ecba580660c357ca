//! Bytes to text: which encoding, and whether it is text at all.

use crate::SkipReason;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Decodes text of unknown encoding; `page` says that it is HTML, which may declare one.
///
/// A byte-order mark is believed, then valid UTF-8 whatever is declared, then the declaration of a page, then the
/// statistics of the bytes. A few broken sequences in what is otherwise UTF-8 (a file cut in mid-character) don't make it something else.
pub(crate) fn decode(bytes: &[u8], page: bool) -> Result<String, SkipReason> {
    decode_declared(bytes, page, None)
}

/// As [`decode`], with the charset that came with the bytes, which is believed before the page's own.
pub(crate) fn decode_declared(bytes: &[u8], page: bool, charset: Option<&str>) -> Result<String, SkipReason> {
    if let Some(kind) = known_binary(bytes) {
        return Err(SkipReason::Binary(kind));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned());
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
    }
    if not_text(bytes) {
        return Err(SkipReason::Binary("binary data"));
    }
    let escapes = bytes.contains(&0x1b); // ISO-2022-JP is valid UTF-8, but not meant so
    let valid = std::str::from_utf8(bytes);
    if let (Ok(text), false) = (valid, escapes) {
        return Ok(text.to_owned());
    }
    if valid.is_err() && mostly_utf8(bytes) {
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    let outside = charset.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let inside = if page { declared(bytes) } else { None };
    for encoding in [outside, inside].into_iter().flatten().filter(|e| *e != UTF_8) {
        let (text, _, broken) = encoding.decode(bytes);
        if !broken {
            return Ok(text.into_owned());
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// The charset that a page's head declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = head.find("charset=").map(|i| i + 8).or_else(|| {
        let xml = head.get(..head.find("?>")?)?;
        xml.find("encoding=").map(|i| i + 9)
    })?;
    let label: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
        .collect();
    Encoding::for_label(label.as_bytes())
}

/// Whether the well-formed many-byte sequences far outnumber the broken ones.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 5 * bad
}

/// UTF-16, by its mark or without it; from the first bytes of a file.
pub(crate) fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    marked.filter(|e| *e == UTF_16LE || *e == UTF_16BE).or_else(|| unmarked_utf16(head))
}

/// The fields of one row, which are in one encoding.
pub(crate) fn decode_row(fields: Vec<Vec<u8>>) -> Result<Vec<String>, SkipReason> {
    if fields.iter().all(|f| std::str::from_utf8(f).is_ok_and(|f| !f.contains(['\0', '\x1b']))) {
        return Ok(fields.into_iter().map(|f| String::from_utf8(f).unwrap_or_default()).collect());
    }
    // Line ends are the same byte in all encodings that come here: they keep the fields apart.
    let ends = |bytes: &[u8]| bytes.iter().filter(|b| **b == b'\n').count();
    let lines: Vec<usize> = fields.iter().map(|f| ends(f) + 1).collect();
    let whole = decode(&fields.join(&b'\n'), false)?;
    let mut rest = whole.split('\n');
    if lines.iter().sum::<usize>() != rest.clone().count() {
        return Ok(fields.iter().map(|f| String::from_utf8_lossy(f).into_owned()).collect());
    }
    Ok(lines.iter().map(|n| rest.by_ref().take(*n).collect::<Vec<_>>().join("\n")).collect())
}

/// UTF-16 without its mark: nearly every second byte of Latin text is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 8 {
        return None;
    }
    let half = sample.len() / 2;
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 > half * 7 && even * 20 < half {
        Some(UTF_16LE)
    } else if even * 10 > half * 7 && odd * 20 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether it holds zero bytes or too many control characters to be text.
fn not_text(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(1 << 16)];
    let zeros = sample.iter().filter(|b| **b == 0).count();
    let controls = sample.iter().filter(|b| matches!(**b, 1..=8 | 14..=26 | 28..=31 | 127)).count();
    zeros * 200 > sample.len() || zeros > 0 && controls > 8 || controls * 20 > sample.len()
}

/// Files that are often given by mistake, by their first bytes.
pub(crate) fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 13] = [
        (b"%PDF-", "a PDF document"),
        (b"PAR1", "a Parquet file"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\xD0\xCF\x11\xE0", "an old office document"),
        (b"\x1F\x8B", "gzip-compressed data"),
        (b"\xFD7zXZ", "xz-compressed data"),
        (b"BZh9", "bzip2-compressed data"),
        (b"\x28\xB5\x2F\xFD", "zstd-compressed data"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"SQLite format 3", "an SQLite database"),
        (b"\x7FELF", "a program"),
    ];
    KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "Le président d’Estmark, M. Éloi Dubœuf, a été reçu à Norvik où il a promis la création d’une commission.";

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(decode(WORDS.as_bytes(), false).unwrap(), WORDS);
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(WORDS);
        assert_eq!(decode(&latin, false).unwrap(), WORDS);
        let utf16: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16, false).unwrap(), WORDS);
        let marked: Vec<u8> =
            [0xFE, 0xFF].into_iter().chain(WORDS.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        assert_eq!(decode(&marked, false).unwrap(), WORDS);
    }

    #[test]
    fn the_fields_of_a_row_are_in_one_encoding() {
        let row = ["Éloi", "", "Une\nligne, où l’on parle de la création d’une commission à Norvik.", "7"];
        let bytes = row.map(|f| encoding_rs::WINDOWS_1252.encode(f).0.into_owned()).to_vec();
        assert_eq!(decode_row(bytes).unwrap(), row);
        assert_eq!(decode_row(row.map(|f| f.as_bytes().to_vec()).to_vec()).unwrap(), row);
    }

    #[test]
    fn a_wrong_declaration_is_not_believed() {
        let page = format!("<meta charset=\"iso-8859-1\"><p>{WORDS}");
        assert_eq!(decode(page.as_bytes(), true).unwrap(), page);
        let page = format!("<meta charset=utf-8><p>{WORDS}");
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&page);
        assert_eq!(decode(&latin, true).unwrap(), page);
        let page = "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1251\"><p>Норвия и Эстмарк";
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(page);
        assert_eq!(decode(&cyrillic, true).unwrap(), page);
    }

    #[test]
    fn a_cut_in_mid_character_leaves_the_rest_in_utf8() {
        let cut = &WORDS.as_bytes()[..WORDS.find('É').unwrap() + 1];
        let long = [WORDS.as_bytes(), cut].concat();
        assert!(decode(&long, false).unwrap().starts_with(WORDS));
    }

    #[test]
    fn what_is_not_text_is_named() {
        assert_eq!(decode(b"%PDF-1.7\n...", false), Err(SkipReason::Binary("a PDF document")));
        assert_eq!(decode(&[0, 1, 2, 3, 0, 0, 9, 200, 0, 7], false), Err(SkipReason::Binary("binary data")));
    }
}
