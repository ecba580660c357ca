//! The body and the metadata of a page.

use crate::dates;
use crate::fields::is_address;
use crate::text::folded;
use chancery_model::{DateBasis, DateCandidate, Day};
use serde_json::Value;
use trafilatura::dom::Document;

/// A page taken apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// The main text, a paragraph a line; empty where none was found.
    pub text: String,
    /// The title.
    pub title: Option<String>,
    /// The canonical address.
    pub url: Option<String>,
    /// The name of the site.
    pub source: Option<String>,
    /// As the page declares it.
    pub language: Option<String>,
    /// Publication days in metadata, the most telling first, updates last.
    pub dates: Vec<DateCandidate>,
}

/// Elements nested deeper than this are opened up: their content stays, at the level above.
const DEPTH: usize = 200;
/// Pages of more tags than this are not looked at as trees, only as text.
const TAGS: usize = 60_000;

/// Takes a page apart. A page whose tree would be too large or too deep to be looked at in bounded time and stack is
/// made flat first, or read without its structure.
///
/// `url` is its address as far as it is known already.
pub(crate) fn read(html: &str, url: Option<&str>) -> Page {
    let Some(html) = made_shallow(html) else {
        return Page { text: without_tags(html), ..Page::default() };
    };
    // The tree builder is well tried, but pages are hostile: a panic in it costs one page, not the run.
    let page = std::panic::catch_unwind(|| {
        let doc = Document::parse(&html);
        let mut page = metadata(&doc, &html, url);
        let lead = lead(&doc);
        page.text = main_text(doc);
        if let Some(lead) = lead.filter(|lead| !holds(&page.text, lead)) {
            page.text = format!("{lead}\n{}", page.text);
        }
        page
    });
    page.unwrap_or_else(|_| Page { text: without_tags(&html), ..Page::default() })
}

/// The paragraph with which the report opens, as far as the page tells it by giving the same words as its description: it
/// often stands apart, above the picture, where no main text is looked for.
fn lead(doc: &Document) -> Option<String> {
    let root = doc.root();
    let described =
        ["meta[property='og:description']", "meta[name='description']", "meta[name='twitter:description']"]
            .iter()
            .filter_map(|selector| doc.query_selector(root, selector))
            .filter_map(|id| doc.get_attribute(id, "content"))
            .map(|content| folded(&unescape(&content)))
            .filter(|content| content.chars().count() >= OPENING);
    let openings: Vec<String> = described.map(|content| content.chars().take(OPENING).collect()).collect();
    if openings.is_empty() {
        return None;
    }
    let paragraphs = "p, h2, h3, strong, [class*=teaser], [class*=lead], [class*=intro], [class*=standfirst], [class*=summary], \
                      [class*=excerpt], [class*=subtitle], [class*=vorspann], [class*=chapo], [itemprop=description]";
    doc.query_selector_all(root, paragraphs).into_iter().take(2000).find_map(|id| {
        let text = one_line(&doc.text_content(id));
        if !(40..=900).contains(&text.chars().count()) {
            return None;
        }
        let bare = folded(&text);
        openings.iter().any(|o| bare.starts_with(o.as_str())).then_some(text)
    })
}

/// How many letters of a description tell that a paragraph is the same.
const OPENING: usize = 35;

/// Whether a text holds the opening of a paragraph already.
fn holds(text: &str, paragraph: &str) -> bool {
    let opening: String = folded(paragraph).chars().take(OPENING).collect();
    folded(text).contains(&opening)
}

/// The main text, a paragraph a line.
fn main_text(doc: Document) -> String {
    let options = trafilatura::Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    match trafilatura::extract_document(doc, &options) {
        Ok(found) => without_tags(&found.content_html),
        Err(_) => String::new(),
    }
}

/// The text of a page as far as it shows, by its tags alone; in linear time.
fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(i) = rest.find('<') {
        push_text(&mut out, &rest[..i]);
        rest = &rest[i..];
        let Some(tag) = Tag::at(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        if !tag.closing
            && matches!(tag.name.as_str(), "script" | "style" | "head" | "noscript" | "template" | "svg")
        {
            let end = format!("</{}", tag.name);
            rest = match find_without_case(rest, &end) {
                Some(i) => &rest[i..],
                None => "",
            };
        } else if !INLINE.contains(&tag.name.as_str()) && !out.ends_with('\n') {
            out.push('\n');
        }
    }
    push_text(&mut out, rest);
    unescape(&out)
}

/// The text between two tags, where a line break is a space.
fn push_text(out: &mut String, text: &str) {
    for c in text.chars() {
        let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
        if !(c == ' ' && out.ends_with([' ', '\n'])) {
            out.push(c);
        }
    }
}

const INLINE: [&str; 16] = [
    "a", "b", "i", "em", "strong", "span", "u", "s", "sub", "sup", "small", "abbr", "cite", "q", "mark",
    "font",
];

/// The commonest character references.
fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let pairs = [
        ("&nbsp;", "\u{a0}"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&lsquo;", "‘"),
        ("&rsquo;", "’"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn find_without_case(text: &str, needle: &str) -> Option<usize> {
    let needle = needle.as_bytes();
    text.as_bytes().windows(needle.len()).position(|w| w.eq_ignore_ascii_case(needle))
}

/// A tag, as far as it matters here.
struct Tag {
    name: String,
    closing: bool,
    /// In bytes, with its brackets.
    length: usize,
}

impl Tag {
    /// The tag that `text` begins with.
    fn at(text: &str) -> Option<Tag> {
        let bytes = text.as_bytes();
        if text.starts_with("<!--") {
            let length = text.find("-->").map_or(text.len(), |i| i + 3);
            return Some(Tag { name: "!--".to_owned(), closing: true, length });
        }
        let closing = bytes.get(1) == Some(&b'/');
        let from = 1 + usize::from(closing);
        let first = bytes.get(from)?;
        if !(first.is_ascii_alphabetic() || *first == b'!' || *first == b'?') {
            return None;
        }
        let name: String = bytes[from..]
            .iter()
            .take(32)
            .take_while(|b| b.is_ascii_alphanumeric() || **b == b'-' || **b == b'!')
            .map(|b| b.to_ascii_lowercase() as char)
            .collect();
        let mut quote = None;
        for (i, b) in bytes.iter().enumerate().skip(from) {
            match (quote, b) {
                (None, b'>') => return Some(Tag { name, closing, length: i + 1 }),
                (None, b'"' | b'\'') if bytes[i - 1] == b'=' || bytes[i - 1] == b' ' => quote = Some(*b),
                (Some(q), b) if q == *b => quote = None,
                _ => {}
            }
            // A quote that is never closed would swallow the page, and looking for its end at each tag be quadratic.
            if i > 1 << 16 {
                break;
            }
        }
        let length = text.find('>').map_or(text.len(), |i| i + 1);
        Some(Tag { name, closing, length })
    }
}

/// The page with nothing nested deeper than [`DEPTH`]; itself where that is so; `None` where it has more than [`TAGS`] tags.
fn made_shallow(html: &str) -> Option<std::borrow::Cow<'_, str>> {
    const VOID: [&str; 16] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr", "!doctype", "?xml",
    ];
    const SELF_ENDING: [&str; 14] = [
        "p", "li", "td", "tr", "th", "dd", "dt", "option", "thead", "tbody", "tfoot", "html", "body", "head",
    ];
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut dropped: Vec<(usize, usize)> = Vec::new();
    let mut shallow = 0usize;
    let (mut at, mut tags) = (0, 0);
    while let Some(i) = html[at..].find('<') {
        at += i;
        let Some(tag) = Tag::at(&html[at..]) else {
            at += 1;
            continue;
        };
        let end = at + tag.length;
        tags += 1;
        if tags > TAGS {
            return None;
        }
        let name = tag.name.as_str();
        if !tag.closing
            && matches!(name, "script" | "style" | "textarea" | "title" | "noscript" | "xmp" | "iframe")
        {
            // Raw text: its brackets are no tags.
            at = find_without_case(&html[end..], &format!("</{name}")).map_or(html.len(), |i| end + i);
            at = at.max(end);
            continue;
        }
        if tag.closing {
            // Looked for among the nearest only: a page that never closes what it opens is not searched to its root each time.
            let near = open.iter().rev().take(DEPTH * 2).position(|(n, _)| n == name);
            if let Some(back) = near {
                let kept = open.split_off(open.len() - 1 - back);
                shallow -= kept.iter().filter(|(_, k)| *k).count();
                if kept.first().is_some_and(|(_, k)| !k) {
                    dropped.push((at, end));
                }
            }
        } else if !VOID.contains(&name) && !name.starts_with(['!', '?']) && !SELF_ENDING.contains(&name) {
            let keep = shallow < DEPTH;
            if keep {
                shallow += 1;
            } else {
                dropped.push((at, end));
            }
            open.push((tag.name, keep));
        }
        at = end;
    }
    if dropped.is_empty() {
        return Some(html.into());
    }
    dropped.sort_unstable();
    let mut out = String::with_capacity(html.len());
    let mut from = 0;
    for (a, b) in dropped {
        out.push_str(&html[from..a]);
        out.push(' ');
        from = b;
    }
    out.push_str(&html[from..]);
    Some(out.into())
}

/// What the page says of itself.
fn metadata(doc: &Document, html: &str, url: Option<&str>) -> Page {
    let root = doc.root();
    let mut page = Page::default();
    let metas: Vec<(String, String)> = doc
        .query_selector_all(root, "meta")
        .into_iter()
        .take(500)
        .filter_map(|id| {
            let name = ["property", "name", "itemprop", "http-equiv"]
                .iter()
                .find_map(|a| doc.get_attribute(id, a))?;
            let content = doc.get_attribute(id, "content")?;
            Some((name.trim().to_lowercase(), content.trim().to_owned()))
        })
        .filter(|(_, content)| !content.is_empty())
        .collect();
    let meta = |names: &[&str]| {
        names.iter().find_map(|n| metas.iter().find(|(name, _)| name == n).map(|(_, c)| c.clone()))
    };
    let text_of = |selector: &str| {
        let id = doc.query_selector(root, selector)?;
        let text = one_line(&doc.text_content(id));
        (!text.is_empty() && text.len() < 1000).then_some(text)
    };
    let linked = json_ld(doc);

    let heading = {
        let headings = doc.query_selector_all(root, "h1");
        let texts: Vec<String> = headings.iter().map(|id| one_line(&doc.text_content(*id))).collect();
        let mut texts = texts.into_iter().filter(|t| t.split(' ').count() >= 3 && t.len() < 400);
        texts.next().filter(|_| texts.next().is_none())
    };
    page.source = meta(&["og:site_name", "application-name", "twitter:app:name:iphone", "dc.publisher"])
        .or_else(|| linked.publisher.clone())
        .filter(|s| s.len() < 200 && !is_address(s));
    page.title = meta(&["og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"])
        .or_else(|| linked.headline.clone())
        .or(heading)
        .or_else(|| text_of("title"))
        .map(|t| without_site(&one_line(&unescape(&t)), page.source.as_deref()));
    let canonical = doc
        .query_selector(root, "link[rel=canonical]")
        .and_then(|id| doc.get_attribute(id, "href"))
        .filter(|u| is_address(u));
    page.url = canonical.or_else(|| meta(&["og:url", "twitter:url"])).filter(|u| is_address(u));
    page.language = doc
        .query_selector(root, "html")
        .and_then(|id| doc.get_attribute(id, "lang").or_else(|| doc.get_attribute(id, "xml:lang")))
        .or_else(|| meta(&["og:locale", "language", "content-language", "dc.language"]))
        .filter(|l| (2..=12).contains(&l.trim().len()));

    let mut days = Days { central: page.language.as_deref().is_some_and(is_central), ..Days::default() };
    let named = |wanted: &[&str], days: &mut Days, update: bool| {
        for (_, content) in metas.iter().filter(|(n, _)| wanted.contains(&n.as_str())) {
            days.add(content, update);
        }
    };
    shown(doc, &mut days);
    named(&PUBLISHED[..4], &mut days, false);
    for value in &linked.published {
        days.add(value, false);
    }
    named(&PUBLISHED[4..], &mut days, false);
    if days.found.is_empty() {
        in_scripts(html, &PUBLISHED_KEYS, &mut days);
    }
    times(doc, &mut days);
    // An address that holds a day is a better witness than any date that the page shows.
    let dated = url.or(page.url.as_deref()).is_some_and(|u| dates::of_address(u).is_some());
    if days.found.is_empty() && !dated {
        near_heading(doc, &mut days);
    }
    for value in &linked.modified {
        days.add(value, true);
    }
    named(&MODIFIED, &mut days, true);
    // Nothing else says it: a labelled date anywhere, the day on which the page's data or its picture came to be.
    if days.found.is_empty() && !dated {
        labelled(doc, &mut days);
    }
    if days.found.is_empty() && !dated {
        in_scripts(html, &CREATED_KEYS, &mut days);
    }
    if days.found.is_empty() && !dated {
        let image = meta(&["og:image", "twitter:image", "twitter:image:src", "og:image:url"]);
        let image = image.as_deref().and_then(dates::commonest);
        if let Some((day, words)) = image.or_else(|| dates::commonest(html)) {
            days.push(day, words);
            days.found.iter_mut().for_each(|d| d.basis = DateBasis::Url);
        }
    }
    page.dates = days.in_order();
    page
}

/// Names under which pages give the day of publication; the first four are the most telling.
const PUBLISHED: [&str; 40] = [
    "article:published_time",
    "datepublished",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "article.published",
    "published_time",
    "published-date",
    "published_date",
    "publisheddate",
    "published",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "publication-date",
    "pubdate",
    "pub_date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc:date",
    "dc.created",
    "date",
    "article_date_original",
    "article.created",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_online_date",
    "release_date",
    "displaydate",
    "datecreated",
    "date_published",
];

/// Names under which pages give the day of their last change.
const MODIFIED: [&str; 10] = [
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "modified_time",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "dc.date.modified",
    "revised",
];

/// Days found so far, each once.
#[derive(Default)]
struct Days {
    found: Vec<DateCandidate>,
    /// The page is written where midnight is 22:00 or 23:00 in UTC.
    central: bool,
}

/// Languages of Central European Time.
fn is_central(language: &str) -> bool {
    let codes = ["de", "fr", "it", "nl", "pl", "cs", "sk", "da", "sv", "no", "nb", "es", "hu", "sl", "hr"];
    codes.contains(&language.to_lowercase().split(['-', '_']).next().unwrap_or_default())
}

impl Days {
    fn add(&mut self, value: &str, update: bool) {
        let Some(mut day) = dates::parse(value) else { return };
        let value: String = one_line(value).chars().take(80).collect();
        // "2031-03-02T23:00:00Z" is midnight, and the next day, where the page was written.
        let midnight = ["T22:00:00", "T23:00:00", "T22:00Z", "T23:00Z"].iter().any(|t| value.contains(t));
        if self.central && midnight && value.ends_with('Z') {
            day = day.tomorrow().unwrap_or(day);
        }
        self.push(day, if update { format!("{UPDATED}{value}") } else { value });
    }

    fn push(&mut self, day: Day, words: String) {
        if self.found.len() < 12 && !self.found.iter().any(|d| d.date == Some(day)) {
            self.found.push(DateCandidate {
                date: Some(day),
                basis: DateBasis::Metadata,
                start: None,
                end: None,
                words: Some(words),
            });
        }
    }

    /// The most telling first. Of one instant told in UTC and with the page's own offset, the latter. New Year's Day is what content systems put for a day that they do not know: where
    /// another day is told, that one counts.
    fn in_order(mut self) -> Vec<DateCandidate> {
        let words = |d: &DateCandidate| d.words.clone().unwrap_or_default();
        if let [first, second, ..] = &self.found[..]
            && words(first).ends_with('Z')
            && words(second).contains("00:")
            && [" +", "+0"].iter().any(|o| words(second).contains(o))
            && first.date.and_then(|d| d.tomorrow().ok()) == second.date
        {
            self.found.swap(0, 1);
        }
        let new_year = |d: &DateCandidate| d.date.is_some_and(|day| day.month() == 1 && day.day() == 1);
        if self.found.len() > 1 && new_year(&self.found[0]) {
            self.found.rotate_left(1);
            if let Some(words) = &mut self.found[0].words
                && let Some(bare) = words.strip_prefix(UPDATED)
            {
                *words = bare.to_owned();
            }
        }
        self.found
    }
}

/// Opens the words of a day on which the page was changed.
const UPDATED: &str = "updated ";

/// Keys under which scripts and broken JSON-LD give the day of publication, and those under which they give that of the
/// data.
const PUBLISHED_KEYS: [&str; 9] = [
    "datePublished",
    "publishedAt",
    "published_at",
    "publishDate",
    "publish_date",
    "firstPublished",
    "publicationDate",
    "date_published",
    "publishedDate",
];
const CREATED_KEYS: [&str; 4] = ["dateCreated", "createdAt", "created_at", "dateModified"];

/// The first day that a script of the page gives under one of the keys.
fn in_scripts(html: &str, keys: &[&str], days: &mut Days) {
    for key in keys {
        for (at, _) in html.match_indices(key).take(20) {
            let rest = html[at + key.len()..].trim_start_matches(['\\', '"', '\'']);
            let Some(value) = rest.trim_start().strip_prefix(':') else { continue };
            let value = value.trim_start().trim_start_matches(['\\', '"', '\'']);
            let end = value.find(['"', '\\', ',', '}', '\'']).unwrap_or(value.len()).min(40);
            if value.is_char_boundary(end) {
                days.add(&value[..end], false);
            }
            if !days.found.is_empty() {
                return;
            }
        }
    }
}

/// Words that label the day of publication on a page.
const LABELS: [&str; 24] = [
    "published",
    "posted",
    "date",
    "issued",
    "released",
    "first published",
    "publication date",
    "datum",
    "stand",
    "veröffentlicht",
    "erstellt",
    "erschienen",
    "eingestellt",
    "publié",
    "mise en ligne",
    "mis en ligne",
    "date de publication",
    "publicado",
    "fecha",
    "pubblicato",
    "data",
    "gepubliceerd",
    "publicerad",
    "opublikowano",
];

/// A date behind its label ("Datum: 25.01.2022", "Mise en ligne / 23 mai 2019"), or told in a short sentence ("wurde am 3.
/// Dezember 2011 veröffentlicht").
fn labelled(doc: &Document, days: &mut Days) {
    let Some(body) = doc.body() else { return };
    let text = doc.iter_text(body, "\n");
    let mut label = 0u8;
    for line in text.split('\n').map(one_line).filter(|l| !l.is_empty()).take(4000) {
        let lower = line.to_lowercase();
        let bare = lower.trim_matches([':', ' ', '[', ']', '(', ')']);
        let short = line.chars().count() <= 160 && !line.contains(['{', '}', '=']);
        let told = LABELS
            .iter()
            .any(|l| bare.starts_with(l) || bare.contains("veröffentlicht") || bare.ends_with(l));
        if short && (told || label > 0) && dates::parse(&line).is_some() {
            days.add(&line, false);
            return;
        }
        label = if LABELS.contains(&bare) { 2 } else { label.saturating_sub(1) };
    }
}

/// The day that the page shows its readers as that of publication; its data often keep the day of a first draft.
fn shown(doc: &Document, days: &mut Days) {
    let selector = ".published, [class*=ublishDate], [class*=ublish-date], [class*=ublish_date]";
    let lines =
        doc.query_selector_all(doc.root(), selector).into_iter().map(|id| one_line(&doc.text_content(id)));
    if let Some(line) = lines.take(30).find(|line| line.len() < 60 && dates::parse(line).is_some()) {
        days.add(&line, false);
    }
}

/// Days in `time` elements and in elements whose class says that they hold a date.
fn times(doc: &Document, days: &mut Days) {
    let root = doc.root();
    let attributes = ["datetime", "content", "title"];
    for selector in [
        "[itemprop=datePublished]",
        "time[pubdate]",
        "abbr.published",
        "time[class*=publish], time[class*=entry-date], time[class*=post]",
        "article header time, header time, h1 ~ time",
        "article time",
        "main time",
        "time",
    ] {
        if !days.found.is_empty() {
            return;
        }
        for id in doc.query_selector_all(root, selector).into_iter().take(1) {
            let given = attributes
                .iter()
                .find_map(|a| doc.get_attribute(id, a).filter(|v| dates::parse(v).is_some()));
            let value = given.unwrap_or_else(|| one_line(&doc.text_content(id)));
            days.add(&value, false);
        }
    }
    for selector in [
        "[class*=publish], [id*=publish], [class*=pubdate], [class*=pub-date], [class*=entry-date], [class*=post-date]",
        "[class*=dateline], [class*=date], [id*=date], [class*=Date]",
        "[class*=time], [class*=byline], [class*=meta], [class*=info]",
    ] {
        if !days.found.is_empty() {
            return;
        }
        for id in doc.query_selector_all(root, selector).into_iter().take(30) {
            let text = one_line(&doc.text_content(id));
            let comment =
                ["reply", "antwort", "répondre", "comment"].iter().any(|w| text.to_lowercase().contains(w));
            if text.len() < 160 && !comment && dates::parse(&text).is_some() {
                let class = doc.class_name(id).to_lowercase();
                days.add(&text, class.contains("update") || class.contains("modif"));
                break;
            }
        }
    }
}

/// The first short line with a date after the page's heading, or in a page without one: "Datum: 3.3.2031".
fn near_heading(doc: &Document, days: &mut Days) {
    let Some(body) = doc.body() else { return };
    let heading = doc.query_selector(doc.root(), "h1").map(|id| one_line(&doc.text_content(id)));
    let text = doc.iter_text(body, "\n");
    let lines = text.split('\n').map(one_line).filter(|l| !l.is_empty());
    let mut seen = heading.as_deref().is_none_or(str::is_empty);
    let mut after = 0;
    for line in lines {
        if !seen {
            seen = heading.as_deref().is_some_and(|h| h.starts_with(&line) && line.len() * 2 > h.len());
            continue;
        }
        after += 1;
        if after > 150 {
            return;
        }
        let short = line.len() <= 70 && !line.contains(['{', '}', ';', '=']);
        if short && dates::parse(&line).is_some() {
            days.add(&line, line.to_lowercase().contains("update"));
            return;
        }
    }
}

/// What JSON-LD blocks tell.
#[derive(Default)]
struct Linked {
    headline: Option<String>,
    publisher: Option<String>,
    published: Vec<String>,
    modified: Vec<String>,
}

fn json_ld(doc: &Document) -> Linked {
    let mut linked = Linked::default();
    for id in doc.scripts_with_type(&["application/ld+json"]).into_iter().take(20) {
        let text = doc.text_content(id);
        if text.len() > 1 << 20 {
            continue;
        }
        let value: Option<Value> = serde_json::from_str(text.trim().trim_end_matches(';')).ok();
        match value {
            Some(value) => gather(&value, 0, &mut linked),
            // Often not quite JSON: line breaks within strings.
            None => {
                let mended = text.replace(['\n', '\r', '\t'], " ");
                if let Ok(value) = serde_json::from_str::<Value>(mended.trim()) {
                    gather(&value, 0, &mut linked);
                }
            }
        }
    }
    linked
}

fn gather(value: &Value, depth: usize, linked: &mut Linked) {
    if depth > 6 {
        return;
    }
    match value {
        Value::Array(items) => items.iter().take(50).for_each(|v| gather(v, depth + 1, linked)),
        Value::Object(object) => {
            let kind = match object.get("@type") {
                Some(Value::String(s)) => s.clone(),
                Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
                _ => String::new(),
            };
            let article = ["Article", "Posting", "Report", "WebPage"].iter().any(|k| kind.contains(k));
            if article {
                let string = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
                if !kind.contains("WebPage") {
                    linked.headline = linked.headline.take().or_else(|| string("headline"));
                    let publisher =
                        object.get("publisher").and_then(|p| p.get("name")).and_then(Value::as_str);
                    linked.publisher = linked.publisher.take().or_else(|| publisher.map(str::to_owned));
                }
                linked.published.extend(string("datePublished").or_else(|| string("dateCreated")));
                linked.modified.extend(string("dateModified"));
            }
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(below) = object.get(key) {
                    gather(below, depth + 1, linked);
                }
            }
        }
        _ => {}
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title without the name of the site after (or before) a bar or dash.
fn without_site(title: &str, site: Option<&str>) -> String {
    let Some(site) = site else { return title.to_owned() };
    for bar in [" | ", " - ", " – ", " — ", " :: ", " » ", " : "] {
        if let Some((head, tail)) = title.rsplit_once(bar)
            && same_site(tail, site)
        {
            return head.trim().to_owned();
        }
        if let Some((head, tail)) = title.split_once(bar)
            && same_site(head, site)
        {
            return tail.trim().to_owned();
        }
    }
    title.to_owned()
}

fn same_site(a: &str, b: &str) -> bool {
    let (a, b) = (folded(a), folded(b));
    !a.is_empty() && (a == b || a.contains(&b) || b.contains(&a))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><html lang="en-GB"><head><title>Border to reopen at Arvik | Norvia Post</title>
<meta property="og:site_name" content="Norvia Post"><meta property="og:title" content="Border to reopen at Arvik">
<link rel="canonical" href="https://post.example/2031/03/03/border">
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Border to reopen","datePublished":"2031-03-03T09:00:00Z","dateModified":"2031-03-05T09:00:00Z"}]}</script>
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Border to reopen at Arvik</h1>
<p>Foreign ministers Arvo of Estmark and Lind of Norvia agreed on Monday to reopen the border at Arvik, which was closed in the autumn of last year.</p>
<p>Lind said the crossing would open within a month, according to a statement that her ministry put out late in the evening.</p>
<p>Arvo thanked the Republic of Sund for its good offices, and invited Lind to visit Estmark before the end of the year.</p>
</article><footer>Copyright 2031 Norvia Post</footer></body></html>"#;

    #[test]
    fn a_page_is_taken_apart() {
        let page = read(PAGE, None);
        assert_eq!(page.title.as_deref(), Some("Border to reopen at Arvik"));
        assert_eq!(page.source.as_deref(), Some("Norvia Post"));
        assert_eq!(page.url.as_deref(), Some("https://post.example/2031/03/03/border"));
        assert_eq!(page.language.as_deref(), Some("en-GB"));
        let days: Vec<String> = page.dates.iter().map(|d| d.date.unwrap().to_string()).collect();
        assert_eq!(days, ["2031-03-03", "2031-03-05"]);
        assert!(page.dates[1].words.as_deref().unwrap().starts_with("updated"));
        assert!(page.text.contains("agreed on Monday") && page.text.contains("before the end of the year."));
        assert!(!page.text.contains("Copyright") && !page.text.contains("Home"));
        assert!(page.text.contains(".\n"), "paragraphs are lines: {:?}", page.text);
    }

    #[test]
    fn deep_and_huge_pages_are_read_in_bounded_time() {
        let words = "<p>Foreign ministers Arvo and Lind agreed on Monday to reopen the border at Arvik.</p>"
            .repeat(5);
        for (open, close) in [
            ("<div>", "</div>"),
            ("<div>", ""),
            ("<b><i>", ""),
            ("<table><tr><td>", ""),
            ("<a>", "</b>"),
            ("<ul><li>", ""),
        ] {
            let page = format!("<html><body>{}{words}{}", open.repeat(20_000), close.repeat(20_000));
            assert!(read(&page, None).text.contains("agreed on Monday"), "{open}");
        }
        let page = format!("<body>{}{words}", "<div>".repeat(100_000));
        assert!(read(&page, None).text.contains("agreed on Monday"));
        read(&"<a href=\"".repeat(50_000), None);
        read(&"<".repeat(100_000), None);
        read(&"<!--".repeat(100_000), None);
        read(&"<script>".repeat(10_000), None);
    }
}
