//! The tree of a page, in one pass over its text and in bounded memory.
//!
//! Written for what pages say, not for how they look: implied ends and wrong nesting are mended as the HTML standard does
//! for all that bears on text (section 13.2.6, without the adoption agency, foster parents and active formatting
//! elements), and nothing is copied out of the page. The maintained parsers build exact trees, and take some ten times as long.

use std::borrow::Cow;

/// A page as a tree, its nodes in the order of their beginnings.
pub(crate) struct Tree<'h> {
    html: &'h str,
    nodes: Vec<Node>,
}

/// The place of a node in the order of the tree.
pub(crate) type Id = u32;

struct Node {
    parent: Id,
    /// The first node behind all that this one holds.
    end: Id,
    /// An element's tag without its brackets and name, or the text, as bytes of the page.
    from: u32,
    to: u32,
    /// `None` for text.
    name: Option<Name>,
}

macro_rules! names {
    ($($variant:ident $text:literal)*) => {
        /// The names of elements that matter here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub(crate) enum Name { $($variant,)* /// Any other element.
            Other }

        impl Name {
            fn of(text: &[u8]) -> Name {
                let mut lower = [0u8; 12];
                let Some(lower) = lower.get_mut(..text.len()) else { return Name::Other };
                for (to, from) in lower.iter_mut().zip(text) {
                    *to = from.to_ascii_lowercase();
                }
                match std::str::from_utf8(lower).unwrap_or("") { $($text => Name::$variant,)* _ => Name::Other }
            }

            /// In small letters; empty for [`Name::Other`].
            pub(crate) fn text(self) -> &'static str {
                match self { $(Name::$variant => $text,)* Name::Other => "" }
            }
        }
    };
}

names! {
    A "a" Abbr "abbr" Address "address" Area "area" Article "article" Aside "aside" Audio "audio" B "b" Base "base"
    Big "big" Blockquote "blockquote" Body "body" Br "br" Button "button" Canvas "canvas" Caption "caption"
    Center "center" Cite "cite" Code "code" Col "col" Dd "dd" Del "del" Details "details" Dialog "dialog" Div "div"
    Dl "dl" Dt "dt" Em "em" Embed "embed" Fieldset "fieldset" Figcaption "figcaption" Figure "figure" Font "font"
    Footer "footer" Form "form" Frame "frame" H1 "h1" H2 "h2" H3 "h3" H4 "h4" H5 "h5" H6 "h6" Head "head"
    Header "header" Hgroup "hgroup" Hr "hr" Html "html" I "i" Iframe "iframe" Img "img" Input "input" Ins "ins"
    Label "label" Legend "legend" Li "li" Link "link" Main "main" Mark "mark" Math "math" Menu "menu" Meta "meta"
    Nav "nav" Nobr "nobr" Noembed "noembed" Noframes "noframes" Noscript "noscript" Object "object" Ol "ol"
    Optgroup "optgroup" Option "option" P "p" Param "param" Picture "picture" Pre "pre" Q "q" S "s" Samp "samp"
    Script "script" Section "section" Select "select" Small "small" Source "source" Span "span" Strike "strike"
    Strong "strong" Style "style" Sub "sub" Summary "summary" Sup "sup" Svg "svg" Table "table" Tbody "tbody"
    Td "td" Template "template" Textarea "textarea" Tfoot "tfoot" Th "th" Thead "thead" Time "time" Title "title"
    Tr "tr" Track "track" Tt "tt" U "u" Ul "ul" Var "var" Video "video" Wbr "wbr" Xmp "xmp"
}

impl Name {
    /// Elements that have no end.
    fn is_void(self) -> bool {
        use Name::*;
        matches!(
            self,
            Area | Base
                | Br
                | Col
                | Embed
                | Frame
                | Hr
                | Img
                | Input
                | Link
                | Meta
                | Param
                | Source
                | Track
                | Wbr
        )
    }

    /// Elements in which no tag counts but their own end.
    fn is_raw(self) -> bool {
        use Name::*;
        matches!(self, Script | Style | Textarea | Title | Xmp | Iframe | Noembed | Noframes | Svg | Math)
    }

    /// Elements of the head of a page; any other begins its body.
    fn is_of_head(self) -> bool {
        use Name::*;
        matches!(self, Base | Link | Meta | Noscript | Script | Style | Template | Title | Head | Html)
    }

    /// Elements that stand within a line of text.
    pub(crate) fn is_inline(self) -> bool {
        use Name::*;
        matches!(
            self,
            A | Abbr
                | Audio
                | B
                | Big
                | Cite
                | Code
                | Del
                | Em
                | Font
                | I
                | Img
                | Ins
                | Label
                | Mark
                | Nobr
                | Q
                | S
                | Samp
                | Small
                | Span
                | Strike
                | Strong
                | Sub
                | Sup
                | Time
                | Tt
                | U
                | Var
                | Wbr
                | Other
                | Button
                | Picture
                | Script
                | Style
                | Noscript
                | Svg
                | Math
                | Input
                | Source
                | Link
                | Meta
                | Template
        )
    }

    /// Elements whose start ends an open paragraph.
    fn ends_paragraph(self) -> bool {
        use Name::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Center
                | Details
                | Dialog
                | Div
                | Dl
                | Dd
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Header
                | Hgroup
                | Hr
                | Li
                | Main
                | Menu
                | Nav
                | Ol
                | P
                | Pre
                | Section
                | Summary
                | Table
                | Ul
                | Xmp
        )
    }

    /// The six ranks of headings.
    pub(crate) fn is_heading(self) -> bool {
        use Name::*;
        matches!(self, H1 | H2 | H3 | H4 | H5 | H6)
    }
}

/// No element is opened deeper than this: what it holds stands beside it.
const DEPTH: usize = 100;
/// Pages of more nodes than this are cut there.
const NODES: usize = 400_000;

impl<'h> Tree<'h> {
    /// The tree of a page; any text has one.
    pub(crate) fn parse(html: &'h str) -> Self {
        let mut builder =
            Builder { tree: Tree { html, nodes: Vec::with_capacity(html.len() / 48) }, open: Vec::new() };
        // Offsets are 32 bits wide.
        let html = crate::text::first(html, u32::MAX as usize - 1);
        builder.build(html);
        builder.tree
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> Id {
        self.nodes.len() as Id
    }

    /// The name of an element; `None` for text.
    pub(crate) fn name(&self, id: Id) -> Option<Name> {
        self.nodes.get(id as usize).and_then(|n| n.name)
    }

    /// The element that holds a node; `None` at the top.
    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.get(id as usize).map(|n| n.parent).filter(|p| *p != Id::MAX)
    }

    /// The first node behind all that an element holds.
    pub(crate) fn end(&self, id: Id) -> Id {
        self.nodes.get(id as usize).map_or(id + 1, |n| n.end)
    }

    /// All elements, in order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = (Id, Name)> + '_ {
        self.within(0..self.len())
    }

    /// All elements of a range of nodes, in order.
    pub(crate) fn within(&self, range: std::ops::Range<Id>) -> impl Iterator<Item = (Id, Name)> + '_ {
        range.filter_map(|id| Some((id, self.name(id)?)))
    }

    /// An element and those that hold it, the nearest first.
    pub(crate) fn upward(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(Some(id), |id| self.parent(*id))
    }

    /// The attributes of an element, as they stand in the page.
    fn attributes(&self, id: Id) -> Attributes<'h> {
        let tag = match self.nodes.get(id as usize) {
            Some(node) if node.name.is_some() => &self.html[node.from as usize..node.to as usize],
            _ => "",
        };
        Attributes { tag, at: 0 }
    }

    /// An attribute of an element, without its character references.
    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<Cow<'h, str>> {
        let (_, value) = self.attributes(id).find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        Some(decoded(value))
    }

    /// A text as it stands in the page; empty for an element.
    pub(crate) fn raw(&self, id: Id) -> &'h str {
        match self.nodes.get(id as usize) {
            Some(Node { name: None, from, to, .. }) => &self.html[*from as usize..*to as usize],
            _ => "",
        }
    }

    /// Where a text stands in the page, or an element's tag behind its name; in bytes.
    pub(crate) fn place(&self, id: Id) -> std::ops::Range<usize> {
        self.nodes.get(id as usize).map_or(0..0, |n| n.from as usize..n.to as usize)
    }

    /// All the text that an element holds, scripts and styles aside, without its character references and on one line.
    pub(crate) fn text(&self, id: Id) -> String {
        self.line(id, usize::MAX).unwrap_or_default()
    }

    /// The same, where it is not longer than `most` bytes.
    pub(crate) fn line(&self, id: Id, most: usize) -> Option<String> {
        let mut out = String::new();
        let mut at = id;
        while at < self.end(id) {
            match self.name(at) {
                Some(Name::Script | Name::Style | Name::Svg | Name::Template) if at != id => {
                    at = self.end(at);
                    continue;
                }
                Some(name) if name.is_inline() => {}
                Some(_) => gap(&mut out),
                None => {
                    for (n, part) in decoded(self.raw(at)).split(char::is_whitespace).enumerate() {
                        if n > 0 {
                            gap(&mut out);
                        }
                        out.push_str(part);
                    }
                }
            }
            if out.len() > most {
                return None;
            }
            at += 1;
        }
        out.truncate(out.trim_end().len());
        Some(out)
    }
}

/// One space between words.
fn gap(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Text without its character references.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    htmlize::unescape(text)
}

/// The attributes of a tag, in order.
struct Attributes<'h> {
    /// From behind the name of the tag.
    tag: &'h str,
    at: usize,
}

impl<'h> Iterator for Attributes<'h> {
    type Item = (&'h str, &'h str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.tag.as_bytes();
        let skip = |mut at: usize, more: fn(u8) -> bool| {
            while bytes.get(at).is_some_and(|b| more(*b)) {
                at += 1;
            }
            at
        };
        let from = skip(self.at, |b| b.is_ascii_whitespace() || b == b'/');
        // A name may begin with "=", but not with the end of the tag.
        let first = *bytes.get(from)?;
        if first == b'>' {
            self.at = from;
            return None;
        }
        let to = skip(from + 1, |b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
        let equals = skip(to, |b| b.is_ascii_whitespace());
        if bytes.get(equals) != Some(&b'=') {
            self.at = to;
            return Some((self.part(from, to), ""));
        }
        let value = skip(equals + 1, |b| b.is_ascii_whitespace());
        let (start, end) = match bytes.get(value) {
            Some(quote @ (b'"' | b'\'')) => {
                let end = memchr::memchr(*quote, &bytes[value + 1..]).map_or(bytes.len(), |n| value + 1 + n);
                self.at = (end + 1).min(bytes.len());
                (value + 1, end)
            }
            _ => {
                let end = skip(value, |b| !b.is_ascii_whitespace() && b != b'>');
                self.at = end;
                (value, end)
            }
        };
        Some((self.part(from, to), self.part(start, end)))
    }
}

impl<'h> Attributes<'h> {
    /// The cuts stand at ASCII characters, so that they are between characters.
    fn part(&self, from: usize, to: usize) -> &'h str {
        self.tag.get(from..to).unwrap_or("")
    }
}

struct Builder<'h> {
    tree: Tree<'h>,
    /// The elements that are open, from the root on.
    open: Vec<(Id, Name)>,
}

impl<'h> Builder<'h> {
    fn build(&mut self, html: &'h str) {
        let bytes = html.as_bytes();
        let mut at = 0;
        let mut text = 0;
        while let Some(n) = memchr::memchr(b'<', &bytes[at..]) {
            if self.tree.nodes.len() > NODES {
                return self.close_to(0);
            }
            let tag = at + n;
            let next = bytes.get(tag + 1).copied().unwrap_or(0);
            let closing = next == b'/';
            let named = tag + 1 + usize::from(closing);
            if next == b'!'
                || next == b'?'
                || closing && !bytes.get(named).is_some_and(u8::is_ascii_alphabetic)
            {
                self.text(text, tag);
                at = skipped(html, tag);
                text = at;
                continue;
            }
            if !bytes.get(named).is_some_and(u8::is_ascii_alphabetic) {
                // "x < y"
                at = tag + 1;
                continue;
            }
            self.text(text, tag);
            let named_to = bytes[named..]
                .iter()
                .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'))
                .map_or(bytes.len(), |n| named + n);
            let mut attributes = Attributes { tag: &html[named_to..], at: 0 };
            while attributes.next().is_some() {}
            let to = named_to + attributes.at;
            at = (to + 1).min(bytes.len());
            let name = Name::of(&bytes[named..named_to]);
            if closing {
                self.close(name);
            } else {
                self.start(name, named_to, to);
                if name.is_raw() {
                    let end = raw_end(html, at, name);
                    self.text(at, end);
                    self.close(name);
                    at = end;
                }
            }
            text = at;
        }
        self.text(text, html.len().max(text));
        self.close_to(0);
    }

    fn push(&mut self, name: Option<Name>, from: usize, to: usize) -> Id {
        let id = self.tree.len();
        let parent = self.open.last().map_or(Id::MAX, |(id, _)| *id);
        self.tree.nodes.push(Node { parent, end: id + 1, from: from as u32, to: to as u32, name });
        id
    }

    fn text(&mut self, from: usize, to: usize) {
        if from < to {
            // Words in the head are words of the body.
            if self.open.last().is_some_and(|(_, n)| *n == Name::Head)
                && !self.tree.html[from..to].trim_ascii().is_empty()
            {
                self.close_to(self.open.len() - 1);
            }
            self.push(None, from, to);
        }
    }

    fn start(&mut self, name: Name, from: usize, to: usize) {
        use Name::*;
        if !name.is_of_head()
            && let Some(head) = self.open.iter().take(3).position(|(_, n)| *n == Head)
        {
            self.close_to(head);
        }
        if name.ends_paragraph() {
            self.end_within(&[P], &[Button, Td, Th, Table, Caption, Object, Template]);
        }
        match name {
            Li => self.end_within(&[Li], &[Ul, Ol, Menu, Td, Th, Table, Template]),
            Dd | Dt => self.end_within(&[Dd, Dt], &[Dl, Td, Th, Table, Template]),
            Option | Optgroup => self.end_within(&[Option], &[Select]),
            Td | Th => self.end_within(&[Td, Th], &[Tr, Table, Template]),
            Tr => self.end_within(&[Tr], &[Tbody, Thead, Tfoot, Table, Template]),
            Tbody | Thead | Tfoot => self.end_within(&[Tbody, Thead, Tfoot], &[Table, Template]),
            _ if name.is_heading() && self.open.last().is_some_and(|(_, n)| n.is_heading()) => {
                self.close_to(self.open.len() - 1);
            }
            // A link within a link ends it, unless a block began in between.
            A => {
                let near = self.open.iter().rposition(|(_, n)| !n.is_inline() || *n == A);
                if let Some(at) = near.filter(|at| self.open[*at].1 == A) {
                    self.close_to(at);
                }
            }
            _ => {}
        }
        let id = self.push(Some(name), from, to);
        if !name.is_void() && self.open.len() < DEPTH {
            self.open.push((id, name));
        }
    }

    /// Ends the nearest of the elements `which`, unless one of `walls` stands before it.
    fn end_within(&mut self, which: &[Name], walls: &[Name]) {
        for at in (0..self.open.len()).rev() {
            let name = self.open[at].1;
            if which.contains(&name) {
                return self.close_to(at);
            }
            if walls.contains(&name) {
                return;
            }
        }
    }

    fn close(&mut self, name: Name) {
        use Name::*;
        if matches!(name, Body | Html | Br) || name.is_void() {
            return;
        }
        let of_table = matches!(name, Table | Tr | Td | Th | Tbody | Thead | Tfoot | Caption);
        for at in (0..self.open.len()).rev() {
            let open = self.open[at].1;
            if open == name {
                return self.close_to(at);
            }
            let wall = if name.is_inline() {
                !open.is_inline()
            } else if of_table {
                matches!(open, Table | Template)
            } else {
                matches!(open, Table | Td | Th | Caption | Object | Template)
            };
            if wall {
                return;
            }
        }
    }

    /// Ends all that is open from this place of the stack on.
    fn close_to(&mut self, at: usize) {
        let end = self.tree.len();
        for (id, _) in self.open.drain(at.min(self.open.len())..) {
            self.tree.nodes[id as usize].end = end;
        }
    }
}

/// The end of a comment, declaration or closing bracket without a name that begins at `tag`.
fn skipped(html: &str, tag: usize) -> usize {
    let rest = &html[tag..];
    if rest.starts_with("<!-->") || rest.starts_with("<!--->") {
        return tag + rest.find('>').unwrap_or(0) + 1;
    }
    if rest.starts_with("<!--") {
        return memchr::memmem::find(&rest.as_bytes()[4..], b"-->").map_or(html.len(), |n| tag + 4 + n + 3);
    }
    memchr::memchr(b'>', rest.as_bytes()).map_or(html.len(), |n| tag + n + 1)
}

/// Where the end tag of an element stands that holds no tags.
fn raw_end(html: &str, from: usize, name: Name) -> usize {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(n) = memchr::memmem::find(&bytes[at..], b"</") {
        let tag = at + n;
        let word = bytes.get(tag + 2..tag + 2 + name.text().len()).unwrap_or(&[]);
        let behind = bytes.get(tag + 2 + name.text().len()).copied().unwrap_or(b'>');
        if word.eq_ignore_ascii_case(name.text().as_bytes())
            && (behind.is_ascii_whitespace() || matches!(behind, b'/' | b'>'))
        {
            return tag;
        }
        at = tag + 2;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree in brackets, its text quoted.
    fn shown(html: &str) -> String {
        let tree = Tree::parse(html);
        let mut out = String::new();
        let mut ends: Vec<Id> = Vec::new();
        for id in 0..tree.len() {
            while ends.last().is_some_and(|e| *e <= id) {
                ends.pop();
                out.push(')');
            }
            match tree.name(id) {
                Some(name) => {
                    out.push_str(name.text());
                    out.push('(');
                    ends.push(tree.end(id));
                }
                None => out.push_str(&format!("'{}'", tree.raw(id))),
            }
        }
        out.push_str(&")".repeat(ends.len()));
        out
    }

    #[test]
    fn implied_ends_and_wrong_nesting_are_mended() {
        for (html, want) in [
            ("<p>One<p>Two<div>Three</div>", "p('One')p('Two')div('Three')"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "ul(li('a')li('b'ul(li('c'))))'d'"),
            ("<table><tr><td>a<td>b<tr><th>c</table>d", "table(tr(td('a')td('b'))tr(th('c')))'d'"),
            ("<dl><dt>a<dd>b<dt>c</dl>", "dl(dt('a')dd('b')dt('c'))"),
            ("<div><b>x</div>y</b>", "div(b('x'))'y'"),
            ("<p>a<br>b</br>c</p></p>d", "p('a'br()'b''c')'d'"),
            ("<a href=1>x<a href=2>y</a>", "a('x')a('y')"),
            ("<head><title>A<b></title><meta x>Words<p>z", "head(title('A<b>')meta())'Words'p('z')"),
            ("<head><div>z</div></head><p>q", "head()div('z')p('q')"),
            ("<script>if (a</b/.test('<p>')) {}</script>z", "script('if (a</b/.test('<p>')) {}')'z'"),
            ("a < b <!-- <p> --> <!doctype x> c <? d ?></ >e", "'a < b '' '' c ''e'"),
            ("<svg><path d='x'/><text>T</text></svg>z", "svg('<path d='x'/><text>T</text>')'z'"),
            ("<div><p>a</div><h2>b<h3>c</h3>", "div(p('a'))h2('b')h3('c')"),
            ("<td><div>x</td>y", "td(div('x'))'y'"),
        ] {
            assert_eq!(shown(html), want, "{html}");
        }
    }

    #[test]
    fn attributes_are_read_as_they_stand() {
        let tree = Tree::parse("<a b='x > y' C=d/e f g=\"&amp;h\" = i=j k = l><img alt=m/>");
        let of = |id, name| tree.attribute(id, name).map(Cow::into_owned);
        assert_eq!(of(0, "b").as_deref(), Some("x > y"));
        assert_eq!(of(0, "c").as_deref(), Some("d/e"));
        assert_eq!(of(0, "f").as_deref(), Some(""));
        assert_eq!(of(0, "g").as_deref(), Some("&h"));
        assert_eq!(of(0, "k").as_deref(), Some("l"));
        assert_eq!(of(0, "m"), None);
        assert_eq!(of(1, "alt").as_deref(), Some("m/"));
    }

    #[test]
    fn any_text_has_a_tree_in_linear_time() {
        for (part, times) in [
            ("<div>", 300_000),
            ("<b><i>", 100_000),
            ("<table><tr><td>", 50_000),
            ("<a>", 200_000),
            ("<p><b>", 100_000),
            ("</div>", 200_000),
            ("<a href=\"", 50_000),
            ("<", 300_000),
            ("<!--", 100_000),
            ("<script>", 50_000),
            ("</script", 50_000),
            ("<ul><li>", 100_000),
            ("<select><option>", 100_000),
            ("é<x é='ü", 50_000),
        ] {
            let page = part.repeat(times);
            let tree = Tree::parse(&page);
            assert!(tree.len() <= NODES as u32 + 10);
        }
        assert_eq!(Tree::parse("").len(), 0);
        // What is cut off a page of too many elements does not come back as text.
        let long = "<p>a".repeat(300_000);
        let tree = Tree::parse(&long);
        assert!((0..tree.len()).all(|id| tree.name(id).is_some() || tree.raw(id) == "a"));
    }
}
