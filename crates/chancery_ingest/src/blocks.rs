//! What a page shows, block by block, and the measures by which its main text is told from the rest.

use crate::text::folded;
use crate::tree::{Id, Name, Tree, decoded};
use aho_corasick::AhoCorasick;
use chancery_model::RemovalReason;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words that stand together on a page: a paragraph, a heading, an item of a list, a cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    /// Its words; a line break is a line end, all other white space one space.
    pub text: String,
    /// The first of its nodes.
    pub node: Id,
    /// The element that holds it.
    holder: Id,
    /// In characters; those of white space do not count.
    chars: u32,
    /// Of these, how many are in links and buttons.
    linked: u32,
    /// Of these, how many are set bold or slanted.
    stressed: u32,
    /// Of these, how many are letters, capitals and digits.
    letters: u32,
    capitals: u32,
    digits: u32,
    /// How many nodes before it the last picture stands.
    picture: u32,
}

impl Block {
    fn link_share(&self) -> f32 {
        share(self.linked, self.chars)
    }

    /// The characters of a block that reads like a paragraph; 0 for others.
    pub(crate) fn prose(&self) -> u32 {
        let long = self.chars >= 70 && self.link_share() < 0.4;
        let ends = self.text.contains(['.', '!', '?', '…', '。', ':', ';', '"', '”']);
        if long && ends { self.chars - self.linked } else { 0 }
    }
}

fn share(part: u32, whole: u32) -> f32 {
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

const TABLE: &str = include_str!("../../../lexicons/page_words.tsv");

/// The words of the table, and the group of each.
struct Words {
    finder: AhoCorasick,
    groups: Vec<u8>,
    names: Vec<&'static str>,
}

/// Groups of the words in names of elements come first, then those in short lines, as in the table.
static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| [words(false), words(true)]);

#[allow(clippy::expect_used)] // a table of our own, compiled in the tests
fn words(says: bool) -> Words {
    let rows = TABLE.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    let mut names: Vec<&'static str> = Vec::new();
    let mut patterns = Vec::new();
    let mut groups = Vec::new();
    for (group, word) in rows.filter(|(g, _)| g.starts_with("says_") == says) {
        let n = names.iter().position(|n| *n == group).unwrap_or_else(|| {
            names.push(group);
            names.len() - 1
        });
        patterns.push(word.strip_prefix('=').map_or(word.to_owned(), |w| format!(" {w} ")));
        groups.push(n as u8);
    }
    let finder = AhoCorasick::new(&patterns).expect("a valid table");
    Words { finder, groups, names }
}

impl Words {
    /// The bits of groups.
    fn bits(&self, groups: &[&str]) -> u32 {
        self.names
            .iter()
            .enumerate()
            .filter(|(_, n)| groups.contains(n))
            .fold(0, |mask, (n, _)| mask | 1 << n)
    }

    /// The groups of which a word is found in names or a line, as bits.
    fn of(&self, text: &str) -> u32 {
        self.finder
            .find_overlapping_iter(text)
            .fold(0, |mask, m| mask | 1 << self.groups[m.pattern().as_usize()])
    }
}

/// Names in small letters, every hump and sign a space, with a space at both ends.
fn spread(names: &str, out: &mut String) {
    out.push(' ');
    let mut low = false;
    for c in names.chars() {
        if c.is_ascii_lowercase() {
            out.push(c);
            low = true;
        } else if c.is_alphanumeric() {
            if c.is_uppercase() && low {
                out.push(' ');
            }
            low = c.is_lowercase();
            out.extend(c.to_lowercase());
        } else {
            low = false;
            if !out.ends_with(' ') {
                out.push(' ');
            }
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Groups of words in names of elements.
const GROUPS: usize = 20;
/// Groups of words in short lines.
const SAYS: usize = 7;
/// Groups that do not speak against the main text.
const FAIR: [&str; 6] = ["body", "article", "main", "lead", "title", "list"];

/// Why an element is not of the main text, by the groups of words in its names, the most telling first.
const REASONS: [(&str, RemovalReason); 11] = [
    ("share", RemovalReason::Share),
    ("caption", RemovalReason::Caption),
    ("notice", RemovalReason::Notice),
    ("ad", RemovalReason::Notice),
    ("related", RemovalReason::Related),
    ("meta", RemovalReason::Byline),
    ("tags", RemovalReason::Navigation),
    ("nav", RemovalReason::Navigation),
    ("foot", RemovalReason::Navigation),
    ("head", RemovalReason::Navigation),
    ("title", RemovalReason::Title),
];

/// What is measured of a page to judge its blocks.
pub(crate) struct Measures<'t, 'h> {
    tree: &'t Tree<'h>,
    blocks: &'t [Block],
    /// Of each node: groups of its own names, and with those of all that hold it.
    own: Vec<u32>,
    any: Vec<u32>,
    /// Sums over the blocks that begin before a node: characters, those in links, those of prose, blocks.
    sums: Vec<[u32; 4]>,
    /// Of each block: its signature, which is that of its element and the one above.
    signatures: Vec<u32>,
    /// Of each signature: blocks, characters, prose.
    of_signature: Vec<[u32; 3]>,
    says: Vec<u32>,
    prose: Vec<u32>,
    /// Blocks with the same words.
    same: Vec<u32>,
    title: String,
    description: String,
    /// The block that gives the title, as far as one does.
    heading: Option<usize>,
    first_prose: usize,
    last_prose: usize,
    /// The smallest element that holds most of the prose.
    core: Id,
    /// Of each node: how many elements beside it have its name and class, itself with them.
    beside: Vec<u16>,
    /// The blocks that are headings.
    headings: Vec<usize>,
    /// The blocks that read like paragraphs.
    paragraphs: Vec<usize>,
}

/// How many measures a block has.
pub(crate) const MEASURES: usize = 3 * GROUPS + SAYS + 5 * 7 + 72;

impl<'t, 'h> Measures<'t, 'h> {
    pub(crate) fn new(tree: &'t Tree<'h>, blocks: &'t [Block], title: &str, description: &str) -> Self {
        let nodes = tree.len() as usize;
        let (mut own, mut any) = (vec![0; nodes], vec![0; nodes]);
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut names = String::new();
        for (id, name) in tree.elements() {
            names.clear();
            if !matches!(name, Name::Script | Name::Style | Name::Link | Name::Meta | Name::Br) {
                for attribute in ["class", "id", "role", "itemprop"] {
                    if let Some(value) = tree.attribute(id, attribute).filter(|v| v.len() < 300) {
                        spread(&value, &mut names);
                    }
                }
            }
            let mask = if names.is_empty() {
                0
            } else if let Some(mask) = known.get(&names) {
                *mask
            } else {
                let mask = WORDS[0].of(&names);
                known.insert(names.clone(), mask);
                mask
            };
            own[id as usize] = mask;
            any[id as usize] = mask | tree.parent(id).map_or(0, |p| any[p as usize]);
        }
        let prose: Vec<u32> = blocks.iter().map(Block::prose).collect();
        let mut sums = vec![[0u32; 4]; nodes + 1];
        for (block, prose) in blocks.iter().zip(&prose) {
            let sum = &mut sums[block.node as usize + 1];
            let more = [block.chars, block.linked, *prose, 1];
            sum.iter_mut().zip(more).for_each(|(s, m)| *s += m);
        }
        for n in 0..nodes {
            let before = sums[n];
            sums[n + 1].iter_mut().zip(before).for_each(|(s, b)| *s += b);
        }
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut of_signature: Vec<[u32; 3]> = Vec::new();
        let signatures = blocks.iter().zip(&prose).map(|(block, prose)| {
            let mut key = String::new();
            for id in std::iter::once(block.holder).chain(tree.parent(block.holder)) {
                key.push_str(tree.name(id).map_or("", Name::text));
                key.push('.');
                if let Some(class) = tree.attribute(id, "class") {
                    key.push_str(&class);
                }
                key.push('/');
            }
            let n = *numbers.entry(key).or_insert_with(|| {
                of_signature.push([0; 3]);
                of_signature.len() as u32 - 1
            });
            let sum = &mut of_signature[n as usize];
            *sum = [sum[0] + 1, sum[1] + block.chars, sum[2] + prose];
            n
        });
        let signatures = signatures.collect();
        let mut line = String::new();
        let says = blocks.iter().map(|block| {
            line.clear();
            if block.chars > 250 {
                return 0;
            }
            let more = if block.text.contains('©') { "© " } else { "" };
            line.push_str(more);
            spread(&block.text, &mut line);
            WORDS[1].of(&line)
        });
        let says = says.collect();
        let title = folded(title);
        let description = folded(description);
        let bare: Vec<String> = blocks.iter().map(|b| folded(crate::text::first(&b.text, 300))).collect();
        let mut times: HashMap<&str, u32> = HashMap::new();
        for words in &bare {
            *times.entry(words).or_default() += 1;
        }
        let same = bare.iter().map(|words| times.get(words.as_str()).copied().unwrap_or(0)).collect();
        let heading = blocks.iter().zip(&bare).position(|(block, words)| {
            let heads = tree.name(block.holder).is_some_and(|n| matches!(n, Name::H1 | Name::H2 | Name::H3));
            heads
                && words.chars().count() >= 10
                && (title.contains(words.as_str()) || words.contains(&title) && !title.is_empty())
        });
        let heading = heading.or_else(|| blocks.iter().position(|b| tree.name(b.holder) == Some(Name::H1)));
        let paragraphs = Vec::from_iter((0..blocks.len()).filter(|n| prose[*n] > 0));
        let first_prose = paragraphs.first().copied().unwrap_or(blocks.len());
        let last_prose = paragraphs.last().copied().unwrap_or(0);
        let mut measures = Measures {
            tree,
            blocks,
            own,
            any,
            sums,
            signatures,
            of_signature,
            says,
            prose,
            same,
            title,
            description,
            heading,
            first_prose,
            last_prose,
            core: 0,
            beside: beside(tree),
            paragraphs,
            headings: (0..blocks.len())
                .filter(|n| tree.name(blocks[*n].holder).is_some_and(Name::is_heading))
                .collect(),
        };
        measures.core = measures.core_of(0.6);
        measures
    }

    /// The sums over the blocks of an element: characters, those in links, those of prose, blocks.
    fn within(&self, id: Id) -> [u32; 4] {
        let (from, to) = (self.sums[id as usize], self.sums[self.tree.end(id) as usize]);
        std::array::from_fn(|n| to[n] - from[n])
    }

    fn all(&self) -> [u32; 4] {
        self.sums.last().copied().unwrap_or_default()
    }

    /// The smallest element that holds that share of the prose.
    fn core_of(&self, share: f32) -> Id {
        let all = self.all()[2] as f32;
        let holders = self.tree.elements().filter(|(id, _)| self.within(*id)[2] as f32 >= all * share);
        holders.map(|(id, _)| id).min_by_key(|id| (self.tree.end(*id) - id, *id)).unwrap_or(0)
    }

    /// Why a block that is not of the main text is not, as far as that is told.
    pub(crate) fn reason(&self, n: usize) -> RemovalReason {
        use RemovalReason::*;
        let block = &self.blocks[n];
        let name = self.tree.name(block.holder);
        let words = folded(crate::text::first(&block.text, 300));
        if Some(n) == self.heading || name == Some(Name::H1) || words.len() > 8 && words == self.title {
            return Title;
        }
        let mut lines = std::iter::once(block.holder).chain(self.tree.ancestors(block.holder)).take(5);
        let by_name = lines.find_map(|id| {
            let element = match self.tree.name(id) {
                Some(Name::Nav | Name::Footer | Name::Menu) => Some(Navigation),
                Some(Name::Figcaption | Name::Figure) => Some(Caption),
                _ => None,
            };
            element.or_else(|| {
                let told =
                    REASONS.iter().find(|(group, _)| self.own[id as usize] & WORDS[0].bits(&[group]) != 0);
                told.map(|(_, why)| *why)
            })
        });
        if block.text.len() < 80 && crate::dates::parse(&block.text).is_some() {
            return Date;
        }
        by_name.unwrap_or(if block.link_share() > 0.6 { Navigation } else { Other })
    }

    /// The measures of a block; which is which is told by the order alone, so that a change asks for a new model.
    pub(crate) fn of(&self, n: usize) -> [f32; MEASURES] {
        let mut out = [0.0; MEASURES];
        let mut at = 0;
        let mut push = |value: f32| {
            if let Some(cell) = out.get_mut(at) {
                *cell = value;
            }
            at += 1;
        };
        let tree = self.tree;
        let block = &self.blocks[n];
        let holder = block.holder;
        let all = self.all();
        let lines: Vec<Id> = std::iter::once(holder).chain(tree.ancestors(holder)).collect();
        let name = |id: Id| tree.name(id).unwrap_or(Name::Other);

        // Names: of the element itself, of it and the three above, of all above.
        let own = self.own[holder as usize];
        let near = lines.iter().take(4).fold(0, |mask, id| mask | self.own[*id as usize]);
        let any = self.any[holder as usize];
        for mask in [own, near, any] {
            (0..GROUPS).for_each(|g| push((mask >> g & 1) as f32));
        }
        (0..SAYS).for_each(|g| push((self.says[n] >> g & 1) as f32));

        // The block and its neighbours.
        for step in [-2isize, -1, 0, 1, 2] {
            let other = n.checked_add_signed(step).and_then(|i| Some((i, self.blocks.get(i)?)));
            let Some((i, other)) = other else {
                [-1.0; 7].into_iter().for_each(&mut push);
                continue;
            };
            push(other.chars as f32);
            push(other.link_share());
            push(kind(name(other.holder)));
            push(f32::from(u8::from(
                other
                    .text
                    .trim_end_matches(['"', '”', '’', '»', ')', ' '])
                    .ends_with(['.', '!', '?', '…', '。']),
            )));
            push(self.prose[i] as f32);
            push(f32::from(u8::from(other.holder == holder)));
            push(f32::from(u8::from(self.signatures[i] == self.signatures[n])));
        }

        // Its words.
        let words = block.text.split_whitespace().count() as f32;
        push(words);
        push(block.chars as f32 / words.max(1.0));
        push(share(block.digits, block.chars));
        push(share(block.capitals, block.letters));
        push(block.text.matches([',', ';']).count() as f32 / words.max(1.0));
        push(block.text.matches(['.', '!', '?', '。']).count() as f32);
        push(f32::from(u8::from(
            block.text.starts_with(|c: char| c.is_uppercase() || "\"“„«‘'".contains(c)),
        )));
        push(f32::from(u8::from(block.text.contains(['|', '»', '›', '•', '>']))));
        push(block.text.matches('\n').count() as f32);
        let opening: String = folded(crate::text::first(&block.text, 120));
        push(f32::from(u8::from(
            !self.title.is_empty()
                && opening.len() > 8
                && (self.title.starts_with(&opening) || opening.starts_with(&self.title)),
        )));
        let described = opening.chars().count() >= 25 && {
            let short: String = opening.chars().take(35).collect();
            self.description.starts_with(&short)
        };
        push(f32::from(u8::from(described)));
        push(self.same[n] as f32);

        // What holds it.
        let distance = |wanted: fn(Name) -> bool| {
            lines.iter().position(|id| wanted(name(*id))).map_or(30.0, |d| d.min(30) as f32)
        };
        push(distance(|n| matches!(n, Name::Ul | Name::Ol | Name::Dl)));
        push(distance(|n| n == Name::Table));
        push(distance(|n| matches!(n, Name::Figure | Name::Figcaption)));
        push(distance(|n| n == Name::Blockquote));
        push(distance(|n| matches!(n, Name::Form | Name::Fieldset)));
        push(distance(|n| n == Name::Nav));
        push(distance(|n| n == Name::Aside));
        push(distance(|n| n == Name::Header));
        push(distance(|n| n == Name::Footer));
        push(distance(|n| n == Name::Article));
        push(distance(|n| n == Name::Main));
        push(lines.len().min(40) as f32);
        for up in 0..4 {
            let id = lines.get(up).or(lines.last()).copied().unwrap_or(0);
            let sum = self.within(id);
            push(share(sum[1], sum[0]));
            push(share(sum[2], all[2]));
            if up < 2 {
                push(sum[3] as f32);
            }
        }
        // The largest element above it whose names speak against the main text, and the smallest whose names speak for it.
        let (fair, body) = (WORDS[0].bits(&FAIR), WORDS[0].bits(&["body"]));
        let against = lines.iter().rev().find(|id| {
            self.own[**id as usize] & !fair != 0 && !matches!(name(**id), Name::Body | Name::Html)
        });
        push(against.map_or(1.0, |id| share(self.within(*id)[2], all[2])));
        let body = lines.iter().position(|id| self.own[*id as usize] & body != 0);
        push(body.map_or(0.0, |up| share(self.within(lines[up])[2], all[2])));
        push(body.map_or(30.0, |up| up.min(30) as f32));
        let in_core = holder >= self.core && holder < tree.end(self.core);
        push(f32::from(u8::from(in_core)));
        let to_core = lines.iter().position(|id| self.core >= *id && self.core < tree.end(*id)).unwrap_or(0);
        push(
            to_core as f32
                - if in_core {
                    lines.iter().position(|id| *id == self.core).unwrap_or(0) as f32
                } else {
                    0.0
                },
        );

        // Its like, and where it stands.
        let like = self.of_signature[self.signatures[n] as usize];
        push(like[0] as f32);
        push(share(like[1], like[0]));
        push(share(like[2], all[2]));
        push(share(like[2], like[1]));
        let count = self.blocks.len().max(1) as f32;
        push(n as f32 / count);
        push(count);
        push(share(all[1], all[0]));
        push(all[2] as f32);
        let span = |from: usize, to: usize| to as f32 - from as f32;
        push(span(self.first_prose, n));
        push(span(n, self.last_prose));
        push(self.heading.map_or(-99.0, |h| span(h, n)));
        let before = self.sums[block.node as usize][2];
        push(share(before, all[2]));
        let window = |reach: usize| {
            let range = n.saturating_sub(reach)..(n + reach + 1).min(self.blocks.len());
            range.filter(|i| *i != n).map(|i| self.prose[i] as f32).sum::<f32>()
        };
        push(window(2));
        push(window(5));
        push(share(block.stressed, block.chars));

        // The paragraphs around it: how far, and how many elements up both are held by one.
        let before = self.paragraphs.partition_point(|p| *p < n);
        let after = self.paragraphs.partition_point(|p| *p <= n);
        for other in [before.checked_sub(1), Some(after)] {
            let Some(other) = other.and_then(|i| self.paragraphs.get(i)).copied() else {
                [99.0; 3].into_iter().for_each(&mut push);
                continue;
            };
            let node = self.blocks[other].node;
            let up = lines.iter().position(|id| *id <= node && node < tree.end(*id));
            let common = up.map(|up| lines[up]);
            let down = std::iter::once(self.blocks[other].holder)
                .chain(tree.ancestors(self.blocks[other].holder))
                .position(|id| Some(id) == common);
            push(other.abs_diff(n).min(99) as f32);
            push(up.unwrap_or(99).min(99) as f32);
            push(down.unwrap_or(99).min(99) as f32);
        }
        push(block.picture.min(200) as f32);

        // Whether the elements that hold it are ones of many.
        for up in 1..5 {
            push(lines.get(up).map_or(0.0, |id| f32::from(self.beside[*id as usize])));
        }
        let many = lines.iter().skip(1).max_by_key(|id| self.beside[**id as usize]).copied().unwrap_or(0);
        push(f32::from(self.beside[many as usize]));
        push(share(self.within(many)[2], all[2]));
        // The headings around it.
        let next = self.headings.partition_point(|h| *h < n);
        let heading = |h: Option<&usize>, out: &mut dyn FnMut(f32)| {
            let block = h.map(|h| &self.blocks[*h]);
            out(h.map_or(99.0, |h| (*h as f32 - n as f32).abs()));
            out(block.map_or(-1.0, Block::link_share));
        };
        heading(next.checked_sub(1).and_then(|i| self.headings.get(i)), &mut push);
        heading(self.headings.get(next), &mut push);
        push(next.checked_sub(1).map_or(-1.0, |i| kind(name(self.blocks[self.headings[i]].holder))));
        out
    }
}

/// How many elements beside each have its name and class.
fn beside(tree: &Tree<'_>) -> Vec<u16> {
    let mut counts: HashMap<(Id, Name, Option<std::borrow::Cow<'_, str>>), (u16, Vec<Id>)> = HashMap::new();
    for (id, name) in tree.elements().filter(|(_, n)| !n.is_inline()) {
        let key = (tree.parent(id).unwrap_or(Id::MAX), name, tree.attribute(id, "class"));
        let known = counts.entry(key).or_default();
        known.0 = known.0.saturating_add(1);
        known.1.push(id);
    }
    let mut out = vec![0; tree.len() as usize];
    for (count, ids) in counts.into_values() {
        ids.into_iter().for_each(|id| out[id as usize] = count);
    }
    out
}

/// The kind of an element as a number: the order means nothing.
fn kind(name: Name) -> f32 {
    use Name::*;
    match name {
        P => 0.0,
        Div => 1.0,
        Li => 2.0,
        Td | Th => 3.0,
        H1 => 4.0,
        H2 => 5.0,
        H3 => 6.0,
        H4 | H5 | H6 => 7.0,
        Figcaption | Caption => 8.0,
        Blockquote => 9.0,
        Dd | Dt => 10.0,
        Section | Article | Main => 11.0,
        Body | Html => 12.0,
        Form | Fieldset => 13.0,
        Pre => 14.0,
        _ => 15.0,
    }
}
