//! What a web archive keeps of an answer over HTTP: its head, and its body as it was sent.

use crate::SkipReason;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;
use std::ops::Range;

/// The head of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub status: u16,
    pub headers: Headers,
    /// Where the body begins.
    pub length: usize,
}

impl Head {
    /// The head that an answer begins with; `None` where there is none.
    pub fn of(answer: &[u8]) -> Option<Head> {
        let (length, lines) = head(answer)?;
        let mut lines = answer[lines].split(|b| *b == b'\n');
        let first = String::from_utf8_lossy(lines.next()?).into_owned();
        let status = first.strip_prefix("HTTP/")?.split_whitespace().nth(1)?.parse().ok()?;
        Some(Head { status, headers: Headers::of(lines), length })
    }
}

/// How long the head is with the blank line that ends it, and where its lines stand.
pub(crate) fn head(bytes: &[u8]) -> Option<(usize, Range<usize>)> {
    let mut at = 0;
    while let Some(i) = bytes[at..].iter().position(|b| *b == b'\n') {
        let end = at + i;
        at = end + 1;
        match &bytes[at..] {
            [b'\n', ..] => return Some((at + 1, 0..end)),
            [b'\r', b'\n', ..] => return Some((at + 2, 0..end)),
            _ => {}
        }
    }
    None
}

/// Named values, as HTTP and WARC have them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Headers(Vec<(String, String)>);

impl Headers {
    pub fn of<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Headers {
        let mut headers: Vec<(String, String)> = Vec::new();
        for line in lines {
            let line = String::from_utf8_lossy(line);
            if line.starts_with([' ', '\t'])
                && let Some((_, value)) = headers.last_mut()
            {
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Headers(headers)
    }

    /// The first value of a name, which is given in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }
}

/// A media type in lower case, and the charset that stands with it.
pub(crate) fn media_type(value: &str) -> (String, Option<String>) {
    let mut parts = value.split(';');
    let kind = parts.next().unwrap_or("").trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        name.trim().eq_ignore_ascii_case("charset").then(|| value.to_owned())
    });
    (kind, charset)
}

/// The body without the chunks that it was sent in, unpacked; at most `limit` bytes of it.
///
/// Archives often keep the headers of a body that they have unpacked already: one that is not as they say is taken as it is.
pub(crate) fn body(
    sent: Vec<u8>,
    chunked: bool,
    packed: Option<&str>,
    limit: u64,
) -> Result<Vec<u8>, SkipReason> {
    let mut body = match chunked.then(|| without_chunks(&sent)).flatten() {
        Some(body) => body,
        None => sent,
    };
    for coding in packed.unwrap_or("").rsplit(',').map(str::trim) {
        let coding = coding.to_ascii_lowercase();
        body = match coding.as_str() {
            "gzip" | "x-gzip" if body.starts_with(b"\x1F\x8B") => {
                unpacked(MultiGzDecoder::new(body.as_slice()), limit)?
            }
            // Zlib by the standard, bare by the custom of some servers.
            "deflate" if !looks_like_text(&body) => {
                match unpacked(ZlibDecoder::new(body.as_slice()), limit) {
                    Err(SkipReason::BadGzip) => unpacked(DeflateDecoder::new(body.as_slice()), limit)?,
                    other => other?,
                }
            }
            "br" | "zstd" | "compress" if !looks_like_text(&body) => return Err(SkipReason::Packed(coding)),
            _ => body,
        };
    }
    Ok(body)
}

/// Whether it begins as a page or text does, and not as packed data.
fn looks_like_text(body: &[u8]) -> bool {
    let first = &body[..body.len().min(64)];
    std::str::from_utf8(first).map_or_else(|e| e.valid_up_to() + 3 >= first.len(), |_| true)
        && !first.iter().any(|b| matches!(b, 0..=8 | 14..=26))
}

fn unpacked(reader: impl Read, limit: u64) -> Result<Vec<u8>, SkipReason> {
    let mut out = Vec::new();
    let read = reader.take(limit.saturating_add(1)).read_to_end(&mut out);
    match read {
        _ if out.len() as u64 > limit => Err(SkipReason::TooLarge { limit }),
        Ok(_) => Ok(out),
        // Browsers show what came before a connection broke; a page cut short by that is a page.
        Err(e) if e.kind() == std::io::ErrorKind::UnexpectedEof && out.len() > 512 => Ok(out),
        Err(_) => Err(SkipReason::BadGzip),
    }
}

/// `None` where it is not in chunks. A last chunk that is cut short is kept.
fn without_chunks(sent: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(sent.len());
    let mut rest = sent;
    loop {
        let Some(end) = rest.iter().take(1024).position(|b| *b == b'\n') else {
            return (rest.is_empty() && !out.is_empty()).then_some(out);
        };
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        if size >= rest.len() {
            out.extend_from_slice(rest);
            return Some(out);
        }
        out.extend_from_slice(&rest[..size]);
        rest = &rest[size..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn a_head_is_read_whatever_its_line_ends() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Type: Text/HTML;\r\n charset=\"latin1\"\r\nX: \r\n\r\n<p>";
        let head = Head::of(answer).unwrap();
        assert_eq!((head.status, &answer[head.length..]), (200, &b"<p>"[..]));
        let kind = media_type(head.headers.get("content-type").unwrap());
        assert_eq!(kind, ("text/html".into(), Some("latin1".into())));
        assert_eq!(head.headers.get("x"), None);
        assert_eq!(Head::of(b"HTTP/1.0 404\n\n").unwrap().status, 404);
        assert_eq!(Head::of(b"<html>\n\n"), None);
        assert_eq!(Head::of(b"HTTP/1.1 200 OK\r\n"), None);
    }

    #[test]
    fn bodies_are_put_together_and_unpacked() {
        let chunks = b"4\r\nArvo\r\n6;x=y\r\n left.\r\n0\r\n\r\n".to_vec();
        assert_eq!(body(chunks, true, None, 99).unwrap(), b"Arvo left.");
        let packed = gzip(b"Arvo left.");
        let mut chunked = format!("{:x}\r\n", packed.len()).into_bytes();
        chunked.extend(&packed);
        chunked.extend(b"\r\n0\r\n\r\n");
        assert_eq!(body(chunked, true, Some("gzip"), 99).unwrap(), b"Arvo left.");
        assert_eq!(body(packed, false, Some("GZIP"), 9), Err(SkipReason::TooLarge { limit: 9 }));
    }

    #[test]
    fn headers_that_lie_are_not_believed() {
        let plain = b"<p>Arvo left.".to_vec();
        assert_eq!(body(plain.clone(), true, Some("gzip, br"), 99).unwrap(), plain);
        assert_eq!(body(vec![0x8B, 0, 1, 2], false, Some("br"), 99), Err(SkipReason::Packed("br".into())));
    }
}
