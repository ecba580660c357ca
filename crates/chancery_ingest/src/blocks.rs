//! What a page shows, block by block.

use crate::tree::{Id, Name, Tree, decoded};

/// Words that stand together on a page: a paragraph, a heading, an item of a list, a cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    /// Its words; a line break is a line end, all other white space one space.
    pub text: String,
    /// The first of its nodes.
    pub node: Id,
    /// The element that holds it.
    pub holder: Id,
    /// In characters; those of white space do not count.
    pub chars: u32,
    /// Of these, how many are in links and buttons.
    pub linked: u32,
    /// Of these, how many are set bold or slanted.
    pub stressed: u32,
    /// Of these, how many are letters, capitals and digits.
    pub letters: u32,
    pub capitals: u32,
    pub digits: u32,
    /// How many nodes before it the last picture stands.
    pub picture: u32,
}

impl Block {
    /// How much of it is in links.
    pub(crate) fn link_share(&self) -> f32 {
        share(self.linked, self.chars)
    }

    /// The characters of a block that reads like a paragraph; 0 for others.
    pub(crate) fn prose(&self) -> u32 {
        let long = self.chars >= 70 && self.link_share() < 0.4;
        let ends = self.text.contains(['.', '!', '?', '…', '。', ':', ';', '"', '”']);
        if long && ends { self.chars - self.linked } else { 0 }
    }
}

/// A part of a whole; 0 of nothing.
pub(crate) fn share(part: u32, whole: u32) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// The blocks of a page, in order.
pub(crate) fn blocks(tree: &Tree<'_>) -> Vec<Block> {
    use Name::*;
    let mut out = Vec::new();
    let mut open: Vec<(Id, Id)> = Vec::new(); // elements that are blocks, with their ends
    let (mut link_end, mut stress_end) = (0, 0);
    let mut picture = None;
    let mut now = Block::default();
    let mut flush = |now: &mut Block| {
        let mut block = std::mem::take(now);
        block.text.truncate(block.text.trim_end().len());
        if !block.text.is_empty() {
            out.push(block);
        }
    };
    let mut at = 0;
    let mut breaks = 0;
    while at < tree.len() {
        while open.last().is_some_and(|(_, end)| *end <= at) {
            open.pop();
            flush(&mut now);
        }
        match tree.name(at) {
            Some(
                name @ (Script | Style | Template | Svg | Math | Head | Textarea | Iframe | Noembed
                | Noframes | Select | Title | Noscript | Audio | Video | Canvas),
            ) => {
                if matches!(name, Iframe | Video | Audio | Noscript) {
                    picture = Some(at);
                }
                at = tree.end(at);
                continue;
            }
            Some(Br) => {
                breaks += 1;
                if breaks > 1 {
                    flush(&mut now);
                } else if !now.text.is_empty() {
                    now.text.truncate(now.text.trim_end().len());
                    now.text.push('\n');
                }
            }
            Some(A) if tree.attribute(at, "href").is_none() => {}
            Some(A | Button) => link_end = link_end.max(tree.end(at)),
            Some(Img | Picture) => picture = Some(at),
            Some(B | Strong | Em | I) => stress_end = stress_end.max(tree.end(at)),
            Some(name) if !name.is_inline() => {
                flush(&mut now);
                open.push((at, tree.end(at)));
            }
            Some(_) => {}
            None => {
                let text = decoded(tree.raw(at));
                if now.text.is_empty() {
                    now.node = at;
                    now.picture = picture.map_or(u32::MAX, |p| at - p);
                    now.holder = open.last().map_or(0, |(id, _)| *id);
                }
                let before = now.chars;
                for c in text.chars() {
                    if c.is_whitespace() {
                        if !now.text.is_empty() && !now.text.ends_with([' ', '\n']) {
                            now.text.push(' ');
                        }
                    } else {
                        now.text.push(c);
                        now.chars += 1;
                        now.letters += u32::from(c.is_alphabetic());
                        now.capitals += u32::from(c.is_uppercase());
                        now.digits += u32::from(c.is_ascii_digit());
                    }
                }
                if now.chars > before {
                    breaks = 0;
                }
                if at < link_end {
                    now.linked += now.chars - before;
                }
                if at < stress_end {
                    now.stressed += now.chars - before;
                }
            }
        }
        at += 1;
    }
    flush(&mut now);
    out
}
