//! What is measured of the blocks of a page, by which its main text is told from the rest.

use crate::blocks::{Block, share};
use crate::page_words::{BODY, FAIR, GROUPS, LINES, NAMES, SAYS, reason, spread};
use crate::text::folded;
use crate::tree::{Id, Name, Tree};
use chancery_model::RemovalReason;
use std::borrow::Cow;
use std::collections::HashMap;

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
    /// The letters and digits with which a block begins, and how many blocks begin so.
    bare: Vec<String>,
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
                let mask = NAMES.of(&names);
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
            for id in tree.upward(block.holder).take(2) {
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
            LINES.of(&line)
        });
        let says = says.collect();
        let title = folded(title);
        let description = folded(description);
        let bare: Vec<String> = blocks.iter().map(|b| folded(crate::text::first(&b.text, 300))).collect();
        let mut times: HashMap<&str, u32> = HashMap::new();
        for words in &bare {
            *times.entry(words).or_default() += 1;
        }
        let same = bare.iter().map(|words| times[words.as_str()]).collect();
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
            bare,
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
        let words = &self.bare[n];
        if Some(n) == self.heading || name == Some(Name::H1) || words.len() > 8 && *words == self.title {
            return Title;
        }
        let mut lines = self.tree.upward(block.holder).take(5);
        let by_name = lines.find_map(|id| {
            let element = match self.tree.name(id) {
                Some(Name::Nav | Name::Footer | Name::Menu) => Some(Navigation),
                Some(Name::Figcaption | Name::Figure) => Some(Caption),
                _ => None,
            };
            element.or_else(|| reason(self.own[id as usize]))
        });
        if block.text.len() < 80 && crate::dates::parse(&block.text).is_some() {
            return Date;
        }
        by_name.unwrap_or(if block.link_share() > 0.6 { Navigation } else { Other })
    }

    /// Whether a block reads like a paragraph.
    pub(crate) fn is_paragraph(&self, n: usize) -> bool {
        self.prose[n] > 0
    }

    /// The make of a block, which is that of its element and the one above, and the element that holds its own.
    pub(crate) fn kind_of(&self, n: usize) -> (u32, Id) {
        (self.signatures[n], self.tree.parent(self.blocks[n].holder).unwrap_or(Id::MAX))
    }

    /// The measures of a block; which is which is told by the order alone, so that a change asks for a new model.
    pub(crate) fn of(&self, n: usize) -> Vec<f32> {
        let holder = self.blocks[n].holder;
        let lines: Vec<Id> = self.tree.upward(holder).collect();
        let mut row = Vec::with_capacity(MEASURES);
        self.named(n, &lines, &mut row);
        self.neighbours(n, &mut row);
        self.worded(n, &mut row);
        self.held(&lines, &mut row);
        self.central(holder, &lines, &mut row);
        self.placed(n, &mut row);
        self.among_paragraphs(n, &lines, &mut row);
        self.one_of_many(&lines, &mut row);
        self.among_headings(n, &mut row);
        row
    }

    fn name(&self, id: Id) -> Name {
        self.tree.name(id).unwrap_or(Name::Other)
    }

    /// Names: of the element itself, of it and the three above, of all above; and what a short line says.
    fn named(&self, n: usize, lines: &[Id], row: &mut Vec<f32>) {
        let holder = self.blocks[n].holder;
        let own = self.own[holder as usize];
        let near = lines.iter().take(4).fold(0, |mask, id| mask | self.own[*id as usize]);
        let any = self.any[holder as usize];
        for mask in [own, near, any] {
            row.extend((0..GROUPS).map(|g| (mask >> g & 1) as f32));
        }
        row.extend((0..SAYS).map(|g| (self.says[n] >> g & 1) as f32));
    }

    /// The block and its neighbours.
    fn neighbours(&self, n: usize, row: &mut Vec<f32>) {
        for step in [-2isize, -1, 0, 1, 2] {
            let other = n.checked_add_signed(step).and_then(|i| Some((i, self.blocks.get(i)?)));
            let Some((i, other)) = other else {
                row.extend([-1.0; 7]);
                continue;
            };
            row.push(other.chars as f32);
            row.push(other.link_share());
            row.push(kind(self.name(other.holder)));
            row.push(flag(
                other
                    .text
                    .trim_end_matches(['"', '”', '’', '»', ')', ' '])
                    .ends_with(['.', '!', '?', '…', '。']),
            ));
            row.push(self.prose[i] as f32);
            row.push(flag(other.holder == self.blocks[n].holder));
            row.push(flag(self.signatures[i] == self.signatures[n]));
        }
    }

    /// Its words.
    fn worded(&self, n: usize, row: &mut Vec<f32>) {
        let block = &self.blocks[n];
        let words = block.text.split_whitespace().count() as f32;
        row.push(words);
        row.push(block.chars as f32 / words.max(1.0));
        row.push(share(block.digits, block.chars));
        row.push(share(block.capitals, block.letters));
        row.push(block.text.matches([',', ';']).count() as f32 / words.max(1.0));
        row.push(block.text.matches(['.', '!', '?', '。']).count() as f32);
        row.push(flag(block.text.starts_with(|c: char| c.is_uppercase() || "\"“„«‘'".contains(c))));
        row.push(flag(block.text.contains(['|', '»', '›', '•', '>'])));
        row.push(block.text.matches('\n').count() as f32);
        let opening: String = folded(crate::text::first(&block.text, 120));
        row.push(flag(
            !self.title.is_empty()
                && opening.len() > 8
                && (self.title.starts_with(&opening) || opening.starts_with(&self.title)),
        ));
        let described = opening.chars().count() >= 25 && {
            let short: String = opening.chars().take(35).collect();
            self.description.starts_with(&short)
        };
        row.push(flag(described));
        row.push(self.same[n] as f32);
    }

    /// The elements that hold it, the nearest first.
    fn held(&self, lines: &[Id], row: &mut Vec<f32>) {
        let all = self.all();
        let distance = |wanted: fn(Name) -> bool| {
            lines.iter().position(|id| wanted(self.name(*id))).map_or(30.0, |d| d.min(30) as f32)
        };
        row.push(distance(|n| matches!(n, Name::Ul | Name::Ol | Name::Dl)));
        row.push(distance(|n| n == Name::Table));
        row.push(distance(|n| matches!(n, Name::Figure | Name::Figcaption)));
        row.push(distance(|n| n == Name::Blockquote));
        row.push(distance(|n| matches!(n, Name::Form | Name::Fieldset)));
        row.push(distance(|n| n == Name::Nav));
        row.push(distance(|n| n == Name::Aside));
        row.push(distance(|n| n == Name::Header));
        row.push(distance(|n| n == Name::Footer));
        row.push(distance(|n| n == Name::Article));
        row.push(distance(|n| n == Name::Main));
        row.push(lines.len().min(40) as f32);
        for up in 0..4 {
            let id = lines.get(up).or(lines.last()).copied().unwrap_or(0);
            let sum = self.within(id);
            row.push(share(sum[1], sum[0]));
            row.push(share(sum[2], all[2]));
            if up < 2 {
                row.push(sum[3] as f32);
            }
        }
    }

    /// How it stands to the elements whose names speak for or against the main text, and to the one with most of the prose.
    fn central(&self, holder: Id, lines: &[Id], row: &mut Vec<f32>) {
        let (tree, all) = (self.tree, self.all());
        // The largest element above it whose names speak against the main text, and the smallest whose names speak for it.
        let against = lines.iter().rev().find(|id| {
            self.own[**id as usize] & !*FAIR != 0 && !matches!(self.name(**id), Name::Body | Name::Html)
        });
        row.push(against.map_or(1.0, |id| share(self.within(*id)[2], all[2])));
        let body = lines.iter().position(|id| self.own[*id as usize] & *BODY != 0);
        row.push(body.map_or(0.0, |up| share(self.within(lines[up])[2], all[2])));
        row.push(body.map_or(30.0, |up| up.min(30) as f32));
        let in_core = holder >= self.core && holder < tree.end(self.core);
        row.push(flag(in_core));
        let to_core = lines.iter().position(|id| self.core >= *id && self.core < tree.end(*id)).unwrap_or(0);
        let above = lines.iter().position(|id| in_core && *id == self.core).unwrap_or(0);
        row.push(to_core as f32 - above as f32);
    }

    /// Its like, and where it stands on the page.
    fn placed(&self, n: usize, row: &mut Vec<f32>) {
        let (block, all) = (&self.blocks[n], self.all());
        let like = self.of_signature[self.signatures[n] as usize];
        row.push(like[0] as f32);
        row.push(share(like[1], like[0]));
        row.push(share(like[2], all[2]));
        row.push(share(like[2], like[1]));
        let count = self.blocks.len().max(1) as f32;
        row.push(n as f32 / count);
        row.push(count);
        row.push(share(all[1], all[0]));
        row.push(all[2] as f32);
        let span = |from: usize, to: usize| to as f32 - from as f32;
        row.push(span(self.first_prose, n));
        row.push(span(n, self.last_prose));
        row.push(self.heading.map_or(-99.0, |h| span(h, n)));
        let before = self.sums[block.node as usize][2];
        row.push(share(before, all[2]));
        let window = |reach: usize| {
            let range = n.saturating_sub(reach)..(n + reach + 1).min(self.blocks.len());
            range.filter(|i| *i != n).map(|i| self.prose[i] as f32).sum::<f32>()
        };
        row.push(window(2));
        row.push(window(5));
        row.push(share(block.stressed, block.chars));
    }

    /// The paragraphs around it: how far, and how many elements up both are held by one.
    fn among_paragraphs(&self, n: usize, lines: &[Id], row: &mut Vec<f32>) {
        let tree = self.tree;
        let before = self.paragraphs.partition_point(|p| *p < n);
        let after = self.paragraphs.partition_point(|p| *p <= n);
        for other in [before.checked_sub(1), Some(after)] {
            let Some(other) = other.and_then(|i| self.paragraphs.get(i)).copied() else {
                row.extend([99.0; 3]);
                continue;
            };
            let node = self.blocks[other].node;
            let up = lines.iter().position(|id| *id <= node && node < tree.end(*id));
            let common = up.map(|up| lines[up]);
            let down = tree.upward(self.blocks[other].holder).position(|id| Some(id) == common);
            row.push(other.abs_diff(n).min(99) as f32);
            row.push(up.unwrap_or(99).min(99) as f32);
            row.push(down.unwrap_or(99).min(99) as f32);
        }
        row.push(self.blocks[n].picture.min(200) as f32);
    }

    /// Whether the elements that hold it are ones of many.
    fn one_of_many(&self, lines: &[Id], row: &mut Vec<f32>) {
        let all = self.all();
        for up in 1..5 {
            row.push(lines.get(up).map_or(0.0, |id| f32::from(self.beside[*id as usize])));
        }
        let many = lines.iter().skip(1).max_by_key(|id| self.beside[**id as usize]).copied().unwrap_or(0);
        row.push(f32::from(self.beside[many as usize]));
        row.push(share(self.within(many)[2], all[2]));
    }

    /// The headings before and behind it.
    fn among_headings(&self, n: usize, row: &mut Vec<f32>) {
        let next = self.headings.partition_point(|h| *h < n);
        let before = next.checked_sub(1).map(|i| self.headings[i]);
        for heading in [before, self.headings.get(next).copied()] {
            row.push(heading.map_or(99.0, |h| h.abs_diff(n) as f32));
            row.push(heading.map_or(-1.0, |h| self.blocks[h].link_share()));
        }
        row.push(before.map_or(-1.0, |h| kind(self.name(self.blocks[h].holder))));
    }
}

/// 1 of what is so.
fn flag(so: bool) -> f32 {
    f32::from(u8::from(so))
}

/// How many elements beside each have its name and class.
fn beside(tree: &Tree<'_>) -> Vec<u16> {
    type Kind<'h> = (Id, Name, Option<Cow<'h, str>>);
    let mut counts: HashMap<Kind<'_>, (u16, Vec<Id>)> = HashMap::new();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::blocks;

    #[test]
    fn a_block_has_as_many_measures_as_the_model_asks_for() {
        let tree = Tree::parse(
            "<body><h1>Talks</h1><p>Lind met Arvo in Arvik on Monday.</p><p>They dined.</p></body>",
        );
        let blocks = blocks(&tree);
        let measures = Measures::new(&tree, &blocks, "Talks", "");
        assert!((0..blocks.len()).all(|n| measures.of(n).len() == MEASURES));
        assert_eq!(blocks.len(), 3);
    }
}
