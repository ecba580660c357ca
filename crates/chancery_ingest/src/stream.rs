//! The bytes of a file as they come: counted, unpacked where they are gzip, in UTF-8 where they are UTF-16.

use crate::SkipReason;
use crate::decode::{known_binary, utf16};
use encoding_rs::Decoder;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Whatever bytes are read from.
pub(crate) type Bytes = Box<dyn Read + Send>;

/// How much is read at once.
const CHUNK: usize = 1 << 16;
/// How much is looked at to know what a file holds.
const HEAD: u64 = 4096;

/// A file's bytes, counted as they are taken from it, with what it begins with already looked at.
pub(crate) struct Source {
    bytes: BufReader<Chain<Cursor<Vec<u8>>, Counted>>,
    head: Vec<u8>,
    taken: Arc<AtomicU64>,
}

struct Counted {
    bytes: Bytes,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.bytes.read(out)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl Source {
    pub fn new(bytes: Bytes) -> Source {
        let taken = Arc::new(AtomicU64::new(0));
        let (head, bytes) = peeked(Counted { bytes, taken: taken.clone() });
        Source { bytes: BufReader::with_capacity(CHUNK, bytes), head, taken }
    }

    /// Whether it holds gzip, by its first bytes: names lie.
    pub fn is_gzip(&self) -> bool {
        self.head.starts_with(b"\x1F\x8B")
    }

    /// Counts how far the file was read.
    pub fn meter(&self) -> Meter {
        Meter { taken: self.taken.clone(), told: 0 }
    }

    /// What it holds, unpacked.
    pub fn unpacked(self) -> Bytes {
        if self.is_gzip() { Box::new(Members::new(self.bytes)) } else { Box::new(self.bytes) }
    }

    /// What it holds, as the members of a gzip file; itself where it is none.
    pub fn members(self) -> Result<Members, Bytes> {
        if self.is_gzip() { Ok(Members::new(self.bytes)) } else { Err(Box::new(self.bytes)) }
    }
}

/// The first bytes, and all of them. A failure shows when one reads on.
fn peeked<R: Read>(mut bytes: R) -> (Vec<u8>, Chain<Cursor<Vec<u8>>, R>) {
    let mut head = Vec::new();
    let _ = bytes.by_ref().take(HEAD).read_to_end(&mut head);
    (head.clone(), Cursor::new(head).chain(bytes))
}

/// How far a file was read.
pub(crate) struct Meter {
    taken: Arc<AtomicU64>,
    told: u64,
}

impl Meter {
    /// How many bytes were read since this was asked last.
    pub fn advance(&mut self) -> u64 {
        let taken = self.taken.load(Ordering::Relaxed);
        taken - std::mem::replace(&mut self.told, taken)
    }
}

/// Text that is read piece by piece: unpacked, and in an encoding in which a line end is one byte.
pub(crate) struct Stream {
    bytes: BufReader<Bytes>,
    head: Vec<u8>,
    meter: Meter,
    /// Whether its bytes are those of the file.
    as_stored: bool,
}

impl Stream {
    pub fn new(bytes: Bytes) -> Stream {
        let source = Source::new(bytes);
        let meter = source.meter();
        let mut as_stored = !source.is_gzip();
        let (mut head, unpacked) = peeked(source.unpacked());
        let mut bytes: Bytes = Box::new(unpacked);
        if let Some(encoding) = utf16(&head) {
            as_stored = false;
            let decoder = encoding.new_decoder_with_bom_removal();
            let (first, all) = peeked(Transcoded { bytes, decoder, over: false, ready: Vec::new(), at: 0 });
            (head, bytes) = (first, Box::new(all));
        }
        Stream { bytes: BufReader::with_capacity(CHUNK, bytes), head, meter, as_stored }
    }

    /// What it begins with.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// What it seems to be, where that is no text.
    pub fn binary(&self) -> Option<SkipReason> {
        known_binary(&self.head).map(SkipReason::Binary)
    }

    /// How much of the file belongs to a piece of `length` bytes that was just read.
    pub fn share(&mut self, length: u64) -> u64 {
        if self.as_stored { length } else { self.meter.advance() }
    }

    pub fn fill_buf(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.bytes.fill_buf() {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
                Ok(_) => break,
            }
        }
        Ok(self.bytes.buffer())
    }

    pub fn consume(&mut self, n: usize) {
        self.bytes.consume(n);
    }
}

/// What is wrong with packed data. Once met it is met again at each further reading.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    #[error("the gzip data ends too early")]
    Cut,
    #[error("the gzip data is damaged")]
    Damaged,
}

/// The reason to tell for a failure to read.
pub(crate) fn reason(error: &io::Error) -> SkipReason {
    match error.get_ref().and_then(|e| e.downcast_ref::<Fault>()) {
        Some(Fault::Cut) => SkipReason::CutShort,
        Some(Fault::Damaged) => SkipReason::BadGzip,
        None => SkipReason::Unreadable(error.to_string()),
    }
}

/// A gzip file of one or many members, unpacked. One reading never spans two of them.
pub(crate) struct Members {
    state: State,
    /// How many were begun.
    begun: u64,
}

type Packed = BufReader<Chain<Cursor<Vec<u8>>, Counted>>;

enum State {
    Between(Packed),
    // Boxed: a decoder is large, and is moved at each reading.
    In(Box<GzDecoder<Packed>>),
    Broken(Packed, Fault),
    Over,
}

impl Members {
    fn new(packed: Packed) -> Members {
        Members { state: State::Between(packed), begun: 0 }
    }

    /// How many members were begun.
    pub fn begun(&self) -> u64 {
        self.begun
    }

    /// After a fault: goes on with the next member, as far as one can be told by its first bytes. Whether there may be one.
    pub fn resume(&mut self) -> bool {
        let State::Broken(packed, _) = std::mem::replace(&mut self.state, State::Over) else { return false };
        let mut packed = packed;
        let mut seen = 0;
        loop {
            let Ok(chunk) = packed.fill_buf() else { return false };
            if chunk.is_empty() {
                return false;
            }
            let length = chunk.len();
            // The magic of gzip, and deflate.
            let found = chunk.iter().position(|b| {
                seen = match (seen, *b) {
                    (1, 0x8B) => 2,
                    (2, 0x08) => 3,
                    (_, 0x1F) => 1,
                    _ => 0,
                };
                seen == 3
            });
            packed.consume(found.map_or(length, |i| i + 1));
            if found.is_some() {
                self.state = State::Between(before(&[0x1F, 0x8B, 0x08], packed));
                return true;
            }
        }
    }
}

/// The bytes with some before them.
fn before(first: &[u8], packed: Packed) -> Packed {
    let head = [first, packed.buffer()].concat();
    let (unread, counted) = packed.into_inner().into_inner();
    let left = unread.get_ref()[unread.position() as usize..].to_vec();
    BufReader::with_capacity(CHUNK, Cursor::new([head, left].concat()).chain(counted))
}

impl Read for Members {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Ok(0),
                State::Broken(packed, fault) => {
                    self.state = State::Broken(packed, fault.clone());
                    return Err(io::Error::other(fault));
                }
                State::Between(mut packed) => {
                    // What follows the last member and is none is padding, as for gzip itself.
                    let more = packed.fill_buf().map(|next| next.first() == Some(&0x1F));
                    match more {
                        Ok(true) => {
                            self.begun += 1;
                            self.state = State::In(Box::new(GzDecoder::new(packed)));
                        }
                        Ok(false) => return Ok(0),
                        Err(e) => {
                            self.state = State::Between(packed);
                            return Err(e);
                        }
                    }
                }
                State::In(mut member) => match member.read(out) {
                    Ok(0) => self.state = State::Between(member.into_inner()),
                    Ok(n) => {
                        self.state = State::In(member);
                        return Ok(n);
                    }
                    Err(e) => {
                        let fault = match e.kind() {
                            io::ErrorKind::UnexpectedEof => Fault::Cut,
                            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Fault::Damaged,
                            _ => {
                                self.state = State::In(member);
                                return Err(e);
                            }
                        };
                        self.state = State::Broken(member.into_inner(), fault);
                    }
                },
            }
        }
    }
}

/// UTF-16 as UTF-8.
struct Transcoded {
    bytes: Bytes,
    decoder: Decoder,
    over: bool,
    /// Decoded, and handed on up to `at`.
    ready: Vec<u8>,
    at: usize,
}

impl Read for Transcoded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.over {
            let mut stored = [0; 8192];
            let n = self.bytes.read(&mut stored)?;
            self.over = n == 0;
            // A unit of two bytes is at most three in UTF-8; some room for what was left over from before.
            self.ready.resize(2 * stored.len(), 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(&stored[..n], &mut self.ready, self.over);
            self.ready.truncate(written);
            self.at = 0;
        }
        let n = out.len().min(self.ready.len() - self.at);
        out[..n].copy_from_slice(&self.ready[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}
