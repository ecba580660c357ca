//! Dependency trees: an arc-hybrid transition parser, greedy, with the root at the buffer's end, so that every sentence
//! gets exactly one root. One model chooses among three actions; another names each arc as it is made.

use crate::Error;
use crate::hash::{one, three, two};
use crate::label::{Deprel, Upos, Xpos};
use crate::tagger::{Tag, best};
use crate::weights::{Narrow, Sparse, Table};
use crate::words::Word;

/// How many features an action has.
pub const ACTION_FEATURES: usize = 120;
/// How many features an arc's label has.
pub const LABEL_FEATURES: usize = 64;
/// log₂ of the rows of the actions' table.
pub const ACTION_BITS: u32 = 22;
/// log₂ of the rows of the labels' table.
pub const LABEL_BITS: u32 = 19;

/// The next word of the buffer goes onto the stack.
pub const SHIFT: usize = 0;
/// The top of the stack hangs on the next word of the buffer.
pub const LEFT: usize = 1;
/// The top of the stack hangs on the word under it.
pub const RIGHT: usize = 2;

/// Coarse kinds of words between two others, by tag.
pub fn kinds(tags: &[(Upos, Xpos)]) -> Vec<u8> {
    tags.iter()
        .map(|&(u, x)| match (u, x) {
            (_, Xpos::Comma) => 1,
            (Upos::Verb | Upos::Aux, _) => 2,
            (Upos::Cconj, _) => 4,
            (Upos::Sconj, _) | (_, Xpos::Wdt | Xpos::Wp | Xpos::Wrb) => 8,
            (_, Xpos::Colon | Xpos::Lrb | Xpos::Rrb | Xpos::OpenQuote | Xpos::CloseQuote) => 16,
            _ => 0,
        })
        .collect()
}

/// A sentence being parsed. Node `n` is the root, node `n + 1` stands for "none".
#[derive(Debug, Default)]
pub struct State {
    n: usize,
    w: Vec<u32>,
    p: Vec<u32>,
    second: Vec<u32>,
    fine: Vec<u32>,
    coarse: Vec<u32>,
    suffix: Vec<u32>,
    /// Counts of each kind before each word, five of 12 bits.
    before: Vec<u64>,
    /// The stack.
    pub stack: Vec<u16>,
    /// First word of the buffer; `n` when only the root is left.
    pub next: usize,
    /// Head of each word that has one.
    pub heads: Vec<u16>,
    /// Relation of each word that has a head.
    pub labels: Vec<u8>,
    left: Vec<[u16; 2]>,
    right: Vec<[u16; 2]>,
    left_count: Vec<u8>,
    right_count: Vec<u8>,
    left_set: Vec<u64>,
    right_set: Vec<u64>,
}

impl State {
    /// Starts on a sentence. `words` are without edges; `seconds` are the tagger's runners-up.
    pub fn start(&mut self, words: &[Word], tags: &[Tag], seconds: &[Tag], kinds: &[u8]) {
        let n = words.len();
        self.n = n;
        let root = Word::edge(1);
        let none = Word::edge(2);
        let all = || words.iter().chain([&root, &none]);
        let fill = |v: &mut Vec<u32>, f: fn(&Word) -> u32| {
            v.clear();
            v.extend(all().map(f));
        };
        fill(&mut self.w, |w| w.lower);
        fill(&mut self.fine, |w| w.fine);
        fill(&mut self.coarse, |w| w.coarse);
        fill(&mut self.suffix, |w| w.suffix[1]);
        self.p.clear();
        self.p.extend(tags.iter().map(|&t| u32::from(t)));
        self.p.extend([252, 253]);
        self.second.clear();
        self.second.extend(seconds.iter().map(|&t| u32::from(t)));
        self.second.extend([252, 253]);
        self.before.clear();
        let mut sum = 0u64;
        for &t in tags {
            self.before.push(sum);
            let kind = kinds.get(t as usize).copied().unwrap_or(0);
            if kind != 0 {
                sum += 1 << (12 * kind.trailing_zeros());
            }
        }
        self.before.extend([sum, sum]);
        self.stack.clear();
        self.next = 0;
        let none = (n + 1) as u16;
        fn reset<T: Copy>(v: &mut Vec<T>, n: usize, x: T) {
            v.clear();
            v.resize(n, x);
        }
        reset(&mut self.heads, n + 2, none);
        reset(&mut self.labels, n + 2, 255);
        reset(&mut self.left, n + 2, [none; 2]);
        reset(&mut self.right, n + 2, [none; 2]);
        reset(&mut self.left_count, n + 2, 0);
        reset(&mut self.right_count, n + 2, 0);
        reset(&mut self.left_set, n + 2, 0);
        reset(&mut self.right_set, n + 2, 0);
    }

    /// How many words the sentence has; also the number of the root.
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether the sentence has no words.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// Whether every word has its head.
    pub fn done(&self) -> bool {
        self.next == self.n && self.stack.is_empty()
    }

    /// Which actions are possible.
    #[inline]
    pub fn legal(&self) -> [bool; 3] {
        let s = self.stack.len();
        [self.next < self.n, if self.next == self.n { s == 1 } else { s > 0 }, s > 1]
    }

    /// The arc that `action`, LEFT or RIGHT, makes: head and dependent.
    #[inline]
    pub fn arc(&self, action: usize) -> (usize, usize) {
        let s = self.stack.len();
        let d = self.stack[s - 1] as usize;
        (if action == LEFT { self.next } else { self.stack[s - 2] as usize }, d)
    }

    /// Takes the next word of the buffer onto the stack.
    pub fn shift(&mut self) {
        self.stack.push(self.next as u16);
        self.next += 1;
    }

    /// Hangs the top of the stack, `d`, on `h`.
    pub fn attach(&mut self, h: usize, d: usize, label: u8) {
        self.stack.pop();
        self.heads[d] = h as u16;
        self.labels[d] = label;
        let bit = 1u64 << (label & 63);
        if d < h {
            self.left[h] = [d as u16, self.left[h][0]];
            self.left_count[h] = self.left_count[h].saturating_add(1);
            self.left_set[h] |= bit;
        } else {
            self.right[h] = [d as u16, self.right[h][0]];
            self.right_count[h] = self.right_count[h].saturating_add(1);
            self.right_set[h] |= bit;
        }
    }

    #[inline(always)]
    fn between(&self, a: usize, b: usize) -> u32 {
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        if b > self.n {
            return 99;
        }
        // Words strictly between: after a, before b.
        let d = self.before[b] - self.before[(a + 1).min(b)];
        let f = |k: u32, most: u32| ((d >> (12 * k)) as u32 & 0xfff).min(most);
        f(0, 2) | f(1, 2) << 2 | f(2, 1) << 4 | f(3, 1) << 5 | f(4, 1) << 6
    }

    #[inline(always)]
    fn fold(set: u64) -> u32 {
        ((set.wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 32) as u32
    }

    /// The features of the next action.
    pub fn action_features(&self) -> [u32; ACTION_FEATURES] {
        let none = self.n + 1;
        let k = self.stack.len();
        let s0 = if k > 0 { self.stack[k - 1] as usize } else { none };
        let s1 = if k > 1 { self.stack[k - 2] as usize } else { none };
        let s2 = if k > 2 { self.stack[k - 3] as usize } else { none };
        let b0 = self.next;
        let b1 = (b0 + 1).min(none);
        let b2 = (b0 + 2).min(none);
        let b3 = (b0 + 3).min(none);
        let (w, p, c, d) = (&self.w[..], &self.p[..], &self.fine[..], &self.coarse[..]);
        let x = &self.second[..];
        let label = |x: usize| u32::from(self.labels[x]);
        let [s0l1, s0l2] = self.left[s0].map(usize::from);
        let [s0r1, s0r2] = self.right[s0].map(usize::from);
        let [s1l1, _] = self.left[s1].map(usize::from);
        let [s1r1, s1r2] = self.right[s1].map(usize::from);
        let [b0l1, b0l2] = self.left[b0].map(usize::from);
        let [s2r1, _] = self.right[s2].map(usize::from);
        let (s0w, s0p, s1w, s1p, s2w, s2p) = (w[s0], p[s0], w[s1], p[s1], w[s2], p[s2]);
        let (b0w, b0p, b1w, b1p, b2w, b2p) = (w[b0], p[b0], w[b1], p[b1], w[b2], p[b2]);
        let gap = if s0 == none { 9 } else { distance(b0 - s0) };
        let gap1 = if s1 == none { 9 } else { distance(s0 - s1) };
        let vl = |x: usize| u32::from(self.left_count[x].min(7));
        let vr = |x: usize| u32::from(self.right_count[x].min(7));
        let pp = s0p << 8 | b0p;
        let sp = s1p << 8 | s0p;
        let mid = self.between(s0, b0);
        let mid1 = self.between(s1, s0);
        [
            // one word
            one(0, s0w),
            one(1, s0p),
            two(2, s0w, s0p),
            one(3, c[s0]),
            one(4, s1w),
            one(5, s1p),
            two(6, s1w, s1p),
            one(7, c[s1]),
            one(8, s2p),
            two(9, s2w, s2p),
            one(10, b0w),
            one(11, b0p),
            two(12, b0w, b0p),
            one(13, c[b0]),
            one(14, b1w),
            one(15, b1p),
            two(16, b1w, b1p),
            one(17, c[b1]),
            one(18, b2p),
            two(19, b2w, b2p),
            // top of the stack and buffer
            three(20, s0w, b0w, pp),
            three(21, s0w, s0p, b0w),
            three(22, s0w, b0w, b0p),
            two(23, s0w, pp),
            two(24, b0w, pp),
            two(25, s0w, b0w),
            one(26, pp),
            two(27, c[s0], c[b0]),
            two(28, c[s0], pp),
            two(29, c[b0], pp),
            two(30, d[s0], d[b0]),
            // the two on the stack
            two(31, s1w, s0w),
            two(32, s1w, sp),
            two(33, s0w, sp),
            one(34, sp),
            two(35, c[s1], c[s0]),
            two(36, c[s1], sp),
            two(37, c[s0], sp),
            // under the top and the buffer
            two(38, s1p, b0p),
            three(39, s1w, s1p, b0p),
            three(40, s1p, b0w, b0p),
            two(41, s1w, b0w),
            two(42, c[s1], c[b0]),
            // the two of the buffer
            two(43, b0w, b1w),
            three(44, b0w, b0p, b1p),
            three(45, b0p, b1w, b1p),
            two(46, b0p, b1p),
            two(47, c[b0], c[b1]),
            // three and four
            two(48, pp, b1p),
            two(49, pp, s1p),
            two(50, sp, s2p),
            two(51, pp, b1p << 8 | b2p),
            two(52, pp, s1p << 8 | b1p),
            two(53, b0p, b1p << 8 | b2p),
            three(54, s0w, b0p, b1p),
            three(55, s0p, b0w, b1p),
            three(56, s0p, b0p, b1w),
            three(57, s1p, s0w, b0p),
            three(58, s1w, s0p, b0p),
            three(59, s1p, s0p, b0w),
            three(60, d[s1], d[s0], d[b0]),
            three(61, d[s0], d[b0], d[b1]),
            three(62, s0w, s1w, b0p),
            three(63, s0w, b0w, s1p),
            two(64, sp, s2p << 8 | b0p),
            // children
            two(65, pp, p[s0l1]),
            two(66, pp, p[s0r1]),
            two(67, pp, p[b0l1]),
            two(68, pp, p[s0l2]),
            two(69, sp, p[s1r1]),
            two(70, sp, p[s1l1]),
            two(71, sp, p[s0l1]),
            two(72, sp, p[s0r1]),
            three(73, s0p, p[s0l1], p[s0l2]),
            three(74, s0p, p[s0r1], p[s0r2]),
            three(75, b0p, p[b0l1], p[b0l2]),
            three(76, s1p, p[s1r1], p[s1r2]),
            two(77, pp, label(s0l1)),
            two(78, pp, label(s0r1)),
            two(79, pp, label(b0l1)),
            two(80, sp, label(s1r1)),
            three(81, s0w, s0p, label(s0r1)),
            three(82, s0w, s0p, label(s0l1)),
            three(83, b0w, b0p, label(b0l1)),
            three(84, s1w, s1p, label(s1r1)),
            three(85, s1w, w[s0l1], s0p),
            three(86, s1p, w[s0l1], s0w),
            three(87, s0w, w[b0l1], b0p),
            three(88, s0p, w[b0l1], b0w),
            three(89, s1w, w[b0l1], b0p),
            three(90, s0w, s1p, w[b0l1]),
            three(91, s0w, w[s0r1], b0p),
            three(92, s1w, w[s1r1], s0p),
            two(93, sp, p[s2r1]),
            // how many children, and which
            three(94, s0w, vl(s0), vr(s0)),
            three(95, pp, vl(s0), vr(s0)),
            three(96, sp, vr(s1), vl(s0)),
            three(97, pp, vl(b0), 0),
            two(98, b0w, vl(b0)),
            three(99, pp, Self::fold(self.left_set[s0]), Self::fold(self.right_set[s0])),
            two(100, s0w, Self::fold(self.right_set[s0])),
            two(101, pp, Self::fold(self.left_set[b0])),
            two(102, sp, Self::fold(self.right_set[s1])),
            two(103, s1w, Self::fold(self.right_set[s1])),
            // how far
            two(104, pp, gap),
            two(105, sp, gap1),
            two(106, s0w, gap),
            two(107, b0w, gap),
            two(108, pp, mid << 4 | gap),
            two(109, sp, mid1 << 4 | gap1),
            two(110, p[b3], b1p << 16 | b2p << 8 | b0p),
            three(111, pp, s1p << 16 | b1p << 8 | s2p, label(b0l1)),
            // second opinions on tags
            three(112, pp, x[s0], x[b0]),
            three(113, sp, x[s1], x[s0]),
            two(114, x[s0] << 8 | b0p, 0),
            two(115, s0p << 8 | x[b0], 0),
            two(116, x[s1] << 8 | s0p, 0),
            two(117, b0p, x[b0] << 16 | b1p << 8 | x[b1.min(none)]),
            three(118, s0w, x[s0], b0p),
            three(119, b0w, x[b0], s0p),
        ]
    }

    /// The features of the label of an arc from `h` to `d`, which is about to be made.
    pub fn label_features(&self, h: usize, d: usize) -> [u32; LABEL_FEATURES] {
        let none = self.n + 1;
        let (w, p, c) = (&self.w[..], &self.p[..], &self.fine[..]);
        let (hw, dw, hp, dp) = (w[h], w[d], p[h], p[d]);
        let pp = hp << 8 | dp;
        let left = d < h;
        let far = distance(h.abs_diff(d)) | u32::from(left) << 4;
        let before = |x: usize| if x > 0 && x <= self.n { x - 1 } else { none };
        let after = |x: usize| if x < self.n { x + 1 } else { none };
        let [dl1, dl2] = self.left[d].map(usize::from);
        let [dr1, dr2] = self.right[d].map(usize::from);
        let [hl1, hl2] = self.left[h].map(usize::from);
        let [hr1, hr2] = self.right[h].map(usize::from);
        let label = |x: usize| u32::from(self.labels[x]);
        // The nearest earlier child on the same side.
        let beside = if left { hl1 } else { hr1 };
        let mid = self.between(h, d);
        let (hls, hrs) = (Self::fold(self.left_set[h]), Self::fold(self.right_set[h]));
        let (dls, drs) = (Self::fold(self.left_set[d]), Self::fold(self.right_set[d]));
        let side = u32::from(left);
        let ps = pp << 1 | side;
        [
            two(0, hw, side),
            two(1, hp, side),
            two(2, dw, side),
            two(3, dp, side),
            one(4, ps),
            three(5, hw, dw, side),
            three(6, hw, hp, dp << 1 | side),
            three(7, hp, dw, dp << 1 | side),
            two(8, pp, far),
            two(9, dw, far),
            two(10, hw, far),
            two(11, c[h], ps),
            two(12, c[d], ps),
            three(13, c[h], c[d], side),
            two(14, ps, p[before(d)]),
            two(15, ps, p[after(d)]),
            two(16, ps, p[before(h)]),
            two(17, ps, p[after(h)]),
            three(18, ps, p[before(d)], p[after(h)]),
            three(19, ps, p[after(d)], p[before(h)]),
            two(20, ps, w[dl1]),
            three(21, hw, dp, w[dl1]),
            three(22, hp, dw, w[dl1]),
            three(23, ps, w[dl1], w[dl2]),
            two(24, ps, p[dl1]),
            three(25, ps, p[dl1], p[dl2]),
            two(26, ps, p[dr1]),
            three(27, ps, p[dr1], p[dr2]),
            three(28, ps, label(dl1), label(dr1)),
            two(29, ps, dls),
            two(30, ps, drs),
            three(31, dw, dls, drs),
            three(32, ps, dls, drs),
            two(33, ps, hls),
            two(34, ps, hrs),
            three(35, hw, hls, side),
            three(36, hw, dp, hls),
            three(37, hw, dp, hrs),
            three(38, ps, hls, hrs),
            two(39, ps, label(beside)),
            three(40, ps, p[beside], label(beside)),
            three(41, hw, dp, label(beside)),
            two(42, ps, mid),
            three(43, ps, mid, far),
            two(44, ps, w[before(d)]),
            two(45, ps, w[after(d)]),
            two(46, ps, w[before(h)]),
            two(47, ps, w[after(h)]),
            three(48, ps, self.suffix[d], 0),
            three(49, ps, self.suffix[h], 0),
            three(50, dw, hls, dp),
            three(51, hw, c[d], side),
            three(52, dw, c[h], side),
            two(53, ps, w[hl2]),
            two(54, ps, w[hl1]),
            two(55, ps, w[hr1]),
            two(56, ps, w[hr2]),
            three(57, ps, self.coarse[h], self.coarse[d]),
            three(58, c[h], dp, w[dl1]),
            three(59, c[d], hp, w[dl1]),
            three(60, ps, self.second[h], self.second[d]),
            two(61, hp << 8 | self.second[d], side),
            two(62, self.second[h] << 8 | dp, side),
            three(63, hw, dp, self.second[d]),
        ]
    }
}

fn distance(d: usize) -> u32 {
    match d {
        0..=4 => d as u32,
        5..=7 => 5,
        8..=12 => 6,
        13..=20 => 7,
        _ => 8,
    }
}

/// The label of an arc, from its scores: `root` under the root and nowhere else.
#[inline]
pub fn choose_label(scores: &[i32], under_root: bool) -> u8 {
    if under_root {
        return Deprel::Root as u8;
    }
    let k = best(scores);
    if k == Deprel::Root as usize {
        let mut other = usize::from(k == 0);
        for (i, &s) in scores.iter().enumerate() {
            if i != k && s > scores[other] {
                other = i;
            }
        }
        return other as u8;
    }
    k as u8
}

/// The best of the legal actions.
#[inline]
pub fn choose_action(scores: &[i32], legal: [bool; 3]) -> usize {
    let mut k = usize::MAX;
    for a in 0..3 {
        if legal[a] && (k == usize::MAX || scores[a] > scores[k]) {
            k = a;
        }
    }
    k.min(RIGHT)
}

/// The parser at run time.
#[derive(Debug, Default)]
pub struct Parser {
    actions: Narrow,
    labels: Sparse,
    kinds: Vec<u8>,
}

impl Parser {
    /// A parser of these tables, for the tags of `tags`.
    ///
    /// # Errors
    /// [`Error::Model`] when a table has another set of labels.
    pub fn new(actions: Narrow, labels: &Table, tags: &[(Upos, Xpos)]) -> Result<Parser, Error> {
        if labels.labels as usize != Deprel::ALL.len() {
            return Err(Error::Model("table of another label set"));
        }
        Ok(Parser { actions, labels: labels.sparse(), kinds: kinds(tags) })
    }

    /// Parses one sentence, leaving heads and labels in `state`.
    pub fn parse(&self, words: &[Word], tags: &[Tag], seconds: &[Tag], state: &mut State) {
        state.start(words, tags, seconds, &self.kinds);
        let mut scores = [0; 256];
        while !state.done() {
            let legal = state.legal();
            let action = match legal {
                [true, false, false] => SHIFT,
                [false, true, false] => LEFT,
                [false, false, true] => RIGHT,
                _ => choose_action(&self.actions.score(&state.action_features()), legal),
            };
            if action == SHIFT {
                state.shift();
                continue;
            }
            let (h, d) = state.arc(action);
            let label = if h == state.len() {
                Deprel::Root as u8
            } else {
                self.labels.score(&state.label_features(h, d), &mut scores);
                choose_label(&scores[..self.labels.labels()], false)
            };
            state.attach(h, d, label);
        }
    }
}
