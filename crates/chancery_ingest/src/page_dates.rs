//! The days of publication that a page tells, in its data and on its face.

use crate::dates;
use crate::tree::{Id, Name, Tree};
use aho_corasick::AhoCorasick;
use chancery_model::day::days_between;
use chancery_model::{DateBasis, DateCandidate, Day};
use std::sync::LazyLock;

/// What the page says of itself, as far as days are told by it.
pub(crate) struct Told<'p> {
    /// Names and contents of its `meta` elements, the names in small letters.
    pub metas: &'p [(String, String)],
    /// Days of publication in its JSON-LD.
    pub published: &'p [String],
    /// Days of change in its JSON-LD.
    pub modified: &'p [String],
    /// Its address.
    pub url: Option<&'p str>,
    /// Its language, as it declares it.
    pub language: Option<&'p str>,
}

/// Days of publication, the most telling first, updates last.
pub(crate) fn candidates(tree: &Tree<'_>, html: &str, told: &Told<'_>) -> Vec<DateCandidate> {
    let central = told.language.is_some_and(is_central);
    let fresh = || Days { central, ..Days::default() };
    let named = |wanted: &[&str], days: &mut Days, update: bool| {
        for (_, content) in told.metas.iter().filter(|(n, _)| wanted.contains(&n.as_str())) {
            days.add(content, update);
        }
    };
    // What its data say.
    let mut data = fresh();
    named(&PUBLISHED[..4], &mut data, false);
    for value in told.published {
        data.add(value, false);
    }
    let told_plainly = !data.found.is_empty();
    named(&PUBLISHED[4..], &mut data, false);
    if data.found.is_empty() {
        in_scripts(html, &PUBLISHED_KEYS, &mut data);
    }
    // What it shows.
    let mut face = fresh();
    let close = near_heading(tree, &mut face).is_some_and(|lines| lines <= CLOSE);
    let mut days = fresh();
    shown(tree, &mut days);
    let face = face.found.pop();
    // Bare "date" in the data is often the day of the last change.
    if let Some(face) = &face
        && data.found.first().is_some_and(|first| {
            close && !told_plainly && !face.is_update() || is_better(face, first, &data.found)
        })
    {
        days.take(face.clone());
    }
    data.found.into_iter().for_each(|d| days.take(d));
    if days.found.is_empty()
        && let Some(face) = face.as_ref().filter(|f| {
            let words = f.words.as_deref().unwrap_or_default();
            (close || labels_publication(words)) && !f.is_update()
        })
    {
        days.take(face.clone());
    }
    times(tree, &mut days);
    // An address that holds a day is a better witness than any date that the page shows.
    let dated = told.url.is_some_and(|u| dates::of_address(u).is_some());
    if !(days.found.is_empty() && dated) {
        face.into_iter().for_each(|f| days.take(f));
    }
    for value in told.modified {
        days.add(value, true);
    }
    named(&MODIFIED, &mut days, true);
    // Nothing else says it: a labelled date anywhere, the day on which the page's data or its picture came to be.
    if days.found.is_empty() && !dated {
        labelled(tree, &mut days);
    }
    if days.found.is_empty() && !dated {
        in_scripts(html, &CREATED_KEYS, &mut days);
    }
    if days.found.is_empty() && !dated {
        let images = ["og:image", "twitter:image", "twitter:image:src", "og:image:url"];
        let image = told.metas.iter().find(|(n, _)| images.contains(&n.as_str()));
        let image = image.and_then(|(_, content)| dates::commonest(content));
        if let Some((day, words)) = image.or_else(|| dates::commonest(html)) {
            days.push(day, words);
            days.found.iter_mut().for_each(|d| d.basis = DateBasis::Url);
        }
    }
    days.in_order()
}

/// A date within so many lines of the heading is that of what stands below it.
const CLOSE: usize = 12;

/// Whether the day that a page shows beside its heading is a better witness than the first of those in its data: another of
/// these agrees with it; or it is the same minute, told where the page was written and not in UTC; or it tells the time of day and
/// the other, a day or two off, does not.
fn is_better(face: &DateCandidate, first: &DateCandidate, data: &[DateCandidate]) -> bool {
    let (Some(shown), Some(said)) = (face.date, first.date) else { return false };
    if face.is_update() || shown == said {
        return false;
    }
    let (words, value) = (face.words.as_deref().unwrap_or(""), first.words.as_deref().unwrap_or(""));
    let near = (-2..=2).contains(&days_between(shown, said));
    let utc = value.ends_with('Z') || value.ends_with("+00:00") || value.ends_with("+0000");
    match (minute(words), minute(value)) {
        _ if data.len() <= 3 && data.iter().any(|d| d.date == Some(shown)) => true,
        (Some(a), Some(b)) => near && utc && a == b,
        (Some(_), None) => near,
        _ => false,
    }
}

/// The minute of the first time of day in words: 38 in "4:38 PM".
fn minute(words: &str) -> Option<u8> {
    words.match_indices(':').find_map(|(at, _)| {
        let digit = |b: Option<&u8>| b.is_some_and(u8::is_ascii_digit);
        let bytes = words.as_bytes();
        let told = at > 0 && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1)) && digit(bytes.get(at + 2));
        told.then(|| words.get(at + 1..at + 3)?.parse().ok()).flatten()
    })
}

/// Whether a line says that its day is that of publication ("Publié le 29 juin 2019").
fn labels_publication(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["publi", "posted", "veröffentlicht", "erschienen", "gepubliceerd", "pubbli"]
        .iter()
        .any(|w| lower.contains(w))
}

/// Whether a line says that its day is that of a change.
fn labels_change(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words = [
        "updat",
        "modif",
        "aktualisiert",
        "geändert",
        "bearbeitet",
        "mis à jour",
        "mise à jour",
        "actualiz",
        "aggiorna",
    ];
    words.iter().any(|w| lower.contains(w))
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
        let value: String = crate::text::one_line(value).chars().take(80).collect();
        // "2031-03-02T23:00:00Z" is midnight, and the next day, where the page was written.
        let midnight = ["T22:00:00", "T23:00:00", "T22:00Z", "T23:00Z"].iter().any(|t| value.contains(t));
        if self.central && midnight && value.ends_with('Z') {
            day = day.tomorrow().unwrap_or(day);
        }
        self.push(day, if update { format!("{UPDATED}{value}") } else { value });
    }

    fn push(&mut self, day: Day, words: String) {
        let (date, words) = (Some(day), Some(words));
        self.take(DateCandidate { date, basis: DateBasis::Metadata, start: None, end: None, words });
    }

    fn take(&mut self, found: DateCandidate) {
        if self.found.len() < 12 && !self.found.iter().any(|d| d.date == found.date) {
            self.found.push(found);
        }
    }

    /// The most telling first. Of one instant told in UTC and with the page's own offset, the latter. New Year's Day is what
    /// content systems put for a day that they do not know: where another day is told, that one counts.
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
            if let Some(words) = &mut self.found[0].words {
                while words.get(..UPDATED.len()).is_some_and(|w| w.eq_ignore_ascii_case(UPDATED)) {
                    words.drain(..UPDATED.len());
                }
            }
        }
        self.found
    }
}

/// Opens the words of a day on which the page was changed.
const UPDATED: &str = "updated ";

/// Keys under which scripts and broken JSON-LD give the day of publication, and those under which they give that of the
/// data.
static PUBLISHED_KEYS: LazyLock<Keys> = LazyLock::new(|| {
    Keys::of(&[
        "datePublished",
        "publishedAt",
        "published_at",
        "publishDate",
        "publish_date",
        "firstPublished",
        "publicationDate",
        "date_published",
        "publishedDate",
    ])
});
static CREATED_KEYS: LazyLock<Keys> =
    LazyLock::new(|| Keys::of(&["dateCreated", "createdAt", "created_at", "dateModified"]));

/// The first day that a script of the page gives under one of the keys, the keys in their order.
fn in_scripts(html: &str, keys: &Keys, days: &mut Days) {
    let mut places = vec![Vec::new(); keys.words.len()];
    for found in keys.finder.find_iter(html) {
        let places = &mut places[found.pattern().as_usize()];
        if places.len() < 20 {
            places.push(found.end());
        }
    }
    for at in places.into_iter().flatten() {
        let rest = html[at..].trim_start_matches(['\\', '"', '\'']);
        let Some(value) = rest.trim_start().strip_prefix(':') else { continue };
        let value = crate::text::first(value.trim_start().trim_start_matches(['\\', '"', '\'']), 40);
        days.add(value.split(['"', '\\', ',', '}', '\'']).next().unwrap_or_default(), false);
        if !days.found.is_empty() {
            return;
        }
    }
}

/// Words that are looked for all at once.
struct Keys {
    finder: AhoCorasick,
    words: &'static [&'static str],
}

impl Keys {
    #[allow(clippy::expect_used)] // words of our own
    fn of(words: &'static [&'static str]) -> Self {
        Keys { finder: AhoCorasick::new(words).expect("a few words"), words }
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
fn labelled(tree: &Tree<'_>, days: &mut Days) {
    let mut label = 0u8;
    for line in lines(tree).take(4000) {
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

/// The texts of a page, in order.
fn lines<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = String> + 't {
    let raw = |id: Id| {
        let held = tree.parent(id).and_then(|p| tree.name(p));
        matches!(held, Some(Name::Script | Name::Style | Name::Title | Name::Svg | Name::Textarea))
    };
    let texts = (0..tree.len()).filter(move |id| tree.name(*id).is_none() && !raw(*id));
    texts.filter_map(|id| tree.line(id, 4000)).filter(|line| !line.is_empty())
}

/// The class and id of an element, in small letters.
fn names_of(tree: &Tree<'_>, id: Id) -> String {
    let mut names = String::new();
    for attribute in ["class", "id"] {
        names.extend(tree.attribute(id, attribute).map(|v| v.to_lowercase()));
        names.push(' ');
    }
    names
}

/// The day that the page shows its readers as that of publication; its data often keep the day of a first draft.
fn shown(tree: &Tree<'_>, days: &mut Days) {
    let says = |class: &str| {
        let lower = class.to_lowercase();
        class.split_whitespace().any(|c| c == "published")
            || ["publishdate", "publish-date", "publish_date"].iter().any(|w| lower.contains(w))
    };
    let elements = tree.elements().filter(|(id, _)| tree.attribute(*id, "class").is_some_and(|c| says(&c)));
    let mut lines = elements.take(30).filter_map(|(id, _)| tree.line(id, 60));
    if let Some(line) = lines.find(|line| dates::parse(line).is_some()) {
        days.add(&line, false);
    }
}

/// Days in `time` elements and in elements whose class says that they hold a date.
fn times(tree: &Tree<'_>, days: &mut Days) {
    let given = |id: Id| {
        let attributes = ["datetime", "content", "title"].iter().filter_map(|a| tree.attribute(id, a));
        let given = attributes.map(|v| v.into_owned()).find(|v| dates::parse(v).is_some());
        given.or_else(|| tree.line(id, 200)).unwrap_or_default()
    };
    let has = |id: Id, name: &str, value: &str| tree.attribute(id, name).is_some_and(|v| v.contains(value));
    let within =
        |id: Id, wanted: &[Name]| tree.upward(id).any(|a| tree.name(a).is_some_and(|n| wanted.contains(&n)));
    let mut stamps = Vec::new();
    for (id, name) in tree.elements() {
        let rank = match name {
            _ if has(id, "itemprop", "datePublished") => 0,
            Name::Time if tree.attribute(id, "pubdate").is_some() => 1,
            Name::Abbr if has(id, "class", "published") => 2,
            Name::Time if ["publish", "entry-date", "post"].iter().any(|c| has(id, "class", c)) => 3,
            Name::Time if within(id, &[Name::Header]) => 4,
            Name::Time if within(id, &[Name::Article]) => 5,
            Name::Time if within(id, &[Name::Main]) => 6,
            Name::Time => 7,
            _ => continue,
        };
        stamps.push((rank, id));
    }
    // Of each kind the first.
    stamps.sort();
    stamps.dedup_by_key(|(rank, _)| *rank);
    for (_, id) in stamps {
        if !days.found.is_empty() {
            return;
        }
        days.add(&given(id), false);
    }
    if !days.found.is_empty() {
        return;
    }
    let named: Vec<(Id, String)> =
        tree.elements().map(|(id, _)| (id, names_of(tree, id))).filter(|(_, n)| n.len() > 2).collect();
    const KINDS: [&[&str]; 3] = [
        &["publish", "pubdate", "pub-date", "entry-date", "post-date"],
        &["date"],
        &["time", "byline", "meta", "info"],
    ];
    for kind in KINDS {
        let held = named.iter().filter(|(_, names)| kind.iter().any(|word| names.contains(word)));
        for (id, names) in held.take(30) {
            let Some(text) = tree.line(*id, 160) else { continue };
            let lower = text.to_lowercase();
            let comment = ["reply", "antwort", "répondre", "comment"].iter().any(|w| lower.contains(w));
            if !comment && dates::parse(&text).is_some() {
                days.add(&text, labels_change(names) || labels_change(&text));
                return;
            }
        }
    }
}

/// The first short line with a date after the page's heading, or in a page without one: "Datum: 3.3.2031"; before one that stands
/// far below it, the last of those right above the heading.
///
/// Returns how many lines from the heading it stands.
fn near_heading(tree: &Tree<'_>, days: &mut Days) -> Option<usize> {
    let heading = tree.elements().find(|(_, n)| *n == Name::H1).map(|(id, _)| tree.text(id));
    let heading = heading.filter(|h| !h.is_empty());
    let is_heading =
        |line: &str| heading.as_deref().is_some_and(|h| h.starts_with(line) && line.len() * 2 > h.len());
    let mut heading_at = heading.is_none().then_some(0);
    let (mut above, mut below) = (None, None);
    for (n, line) in (1..).zip(lines(tree)) {
        if heading_at.is_none() && is_heading(&line) {
            heading_at = Some(n);
        }
        if heading_at.is_some_and(|at| n - at > 150) {
            break;
        }
        let short = line.len() <= 70 && !line.contains(['{', '}', ';', '=']);
        if !short || dates::parse(&line).is_none() {
            continue;
        }
        match heading_at {
            None => above = Some((n, line)),
            Some(at) => {
                below = Some((n - at, line));
                break;
            }
        }
    }
    let at = heading_at?;
    let above = above.map(|(n, line)| (at - n, line)).filter(|(lines, _)| *lines <= CLOSE / 2);
    let (lines, line) = below.filter(|(lines, _)| above.is_none() || *lines <= CLOSE).or(above)?;
    days.add(&line, labels_change(&line));
    Some(lines)
}
