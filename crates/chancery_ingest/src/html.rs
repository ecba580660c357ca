//! The body and the metadata of a page.

use crate::blocks::blocks;
use crate::body;
use crate::clean::Told;
use crate::fields::is_address;
use crate::page_dates;
use crate::text::{folded, one_line};
use crate::tree::{Id, Name, Tree, decoded};
use chancery_model::DateCandidate;
use serde_json::Value;

/// A page taken apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// What it shows, block by block.
    pub blocks: Vec<Told>,
    /// The title.
    pub title: Option<String>,
    /// What it says that it is about.
    pub description: Option<String>,
    /// The main text, as its data give it; perhaps with tags.
    body: Option<String>,
    /// The canonical address.
    pub url: Option<String>,
    /// The name of the site.
    pub source: Option<String>,
    /// As the page declares it.
    pub language: Option<String>,
    /// Publication days in metadata, the most telling first, updates last.
    pub dates: Vec<DateCandidate>,
}

/// Takes a page apart: one tree serves its text, its metadata and its dates.
///
/// `url` is its address as far as it is known already.
pub(crate) fn read(html: &str, url: Option<&str>) -> Page {
    let tree = Tree::parse(html);
    let mut page = metadata(&tree, html, url);
    page.blocks = body::told(&tree, &page);
    let kept: usize = page.blocks.iter().filter(|(_, why)| why.is_none()).map(|(text, _)| text.len()).sum();
    let body = page.body.take().filter(|_| kept < SHORT).map(|body| plain(&body));
    let elsewhere = body.filter(|body| body.len() > 2 * kept);
    // Pages that are put together by their reader's browser often have nothing else to read.
    let elsewhere = elsewhere.or_else(|| page.description.clone().filter(|d| kept == 0 && d.len() > 60));
    if let Some(text) = elsewhere {
        page.blocks.retain(|(_, why)| why.is_some());
        page.blocks.extend(text.lines().map(one_line).filter(|l| !l.is_empty()).map(|line| (line, None)));
    }
    page
}

/// Takes a page apart, and calls `done` with the name of each part when it is through: for measuring the reader alone.
///
/// ```
/// let mut parts = Vec::new();
/// chancery_ingest::page_parts("<p>Lind met Arvo in Arvik on Monday.", |part| parts.push(part));
/// assert_eq!(parts, ["tree", "data and dates", "main text"]);
/// ```
pub fn page_parts(html: &str, mut done: impl FnMut(&'static str)) {
    let tree = Tree::parse(html);
    done("tree");
    let page = metadata(&tree, html, None);
    done("data and dates");
    std::hint::black_box(body::told(&tree, &page));
    done("main text");
}

/// Where the main text has fewer bytes, its data may hold more of it.
const SHORT: usize = 400;

/// What the page says of itself.
pub(crate) fn metadata(tree: &Tree<'_>, html: &str, url: Option<&str>) -> Page {
    let mut page = Page::default();
    let first = |wanted: Name| tree.elements().find(|(_, name)| *name == wanted).map(|(id, _)| id);
    let metas: Vec<(String, String)> = tree
        .elements()
        .filter(|(_, name)| *name == Name::Meta)
        .take(500)
        .filter_map(|(id, _)| {
            let mut names = ["property", "name", "itemprop", "http-equiv"].iter();
            let name = names.find_map(|a| tree.attribute(id, a))?;
            let content = tree.attribute(id, "content")?;
            Some((name.trim().to_lowercase(), content.trim().to_owned()))
        })
        .filter(|(_, content)| !content.is_empty())
        .collect();
    let meta = |names: &[&str]| {
        names.iter().find_map(|n| metas.iter().find(|(name, _)| name == n).map(|(_, c)| c.clone()))
    };
    let linked = json_ld(tree);

    let heading = {
        let headings = tree.elements().filter(|(_, name)| *name == Name::H1);
        let texts = headings.filter_map(|(id, _)| tree.line(id, 400));
        let mut texts = texts.filter(|t| t.split(' ').count() >= 3);
        texts.next().filter(|_| texts.next().is_none())
    };
    page.source = meta(&["og:site_name", "application-name", "twitter:app:name:iphone", "dc.publisher"])
        .or_else(|| linked.publisher.clone())
        .filter(|s| s.len() < 200 && !is_address(s));
    let title = || first(Name::Title).and_then(|id| tree.line(id, 1000)).filter(|t| !t.is_empty());
    page.title = meta(&["og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"])
        .or_else(|| linked.headline.clone())
        .or(heading)
        .or_else(title)
        .map(|t| without_site(&one_line(&decoded(&t)), page.source.as_deref()));
    page.description =
        meta(&["og:description", "description", "twitter:description"]).map(|d| decoded(&d).into_owned());
    let canonical = tree
        .elements()
        .filter(|(id, name)| {
            *name == Name::Link
                && tree.attribute(*id, "rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical"))
        })
        .find_map(|(id, _)| tree.attribute(id, "href"))
        .map(|u| u.into_owned())
        .filter(|u| is_address(u));
    page.url = canonical.or_else(|| meta(&["og:url", "twitter:url"])).filter(|u| is_address(u));
    let declared = |id: Id| tree.attribute(id, "lang").or_else(|| tree.attribute(id, "xml:lang"));
    page.language = first(Name::Html)
        .and_then(declared)
        .map(|l| l.into_owned())
        .or_else(|| meta(&["og:locale", "language", "content-language", "dc.language"]))
        .filter(|l| (2..=12).contains(&l.trim().len()));
    page.body = linked.body;
    let told = page_dates::Told {
        metas: &metas,
        published: &linked.published,
        modified: &linked.modified,
        url: url.or(page.url.as_deref()),
        language: page.language.as_deref(),
    };
    page.dates = page_dates::candidates(tree, html, &told);
    page
}

/// What JSON-LD blocks tell.
#[derive(Default)]
struct Linked {
    headline: Option<String>,
    publisher: Option<String>,
    body: Option<String>,
    published: Vec<String>,
    modified: Vec<String>,
}

fn json_ld(tree: &Tree<'_>) -> Linked {
    let mut linked = Linked::default();
    let blocks = tree.elements().filter(|(id, name)| {
        let kind = || {
            tree.attribute(*id, "type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json"))
        };
        *name == Name::Script && kind()
    });
    for (id, _) in blocks.take(20) {
        let text = tree.raw(id + 1);
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
                linked.body = linked.body.take().or_else(|| string("articleBody"));
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

/// Text that may hold tags, without them.
fn plain(text: &str) -> String {
    let tree = Tree::parse(text);
    let lines = blocks(&tree).into_iter().map(|b| b.text);
    lines.collect::<Vec<_>>().join("\n")
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
    use chancery_model::RemovalReason;

    const PAGE: &str = r#"<!doctype html><html lang="en-GB"><head><title>Border to reopen at Arvik | Norvia Post</title>
<meta property="og:site_name" content="Norvia Post"><meta property="og:title" content="Border to reopen at Arvik">
<link rel="canonical" href="https://post.example/2031/03/03/border">
<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Border to reopen","datePublished":"2031-03-03T09:00:00Z","dateModified":"2031-03-05T09:00:00Z"}]}</script>
</head><body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Border to reopen at Arvik</h1>
<p>Foreign ministers Arvo of Estmark and Lind of Norvia agreed on Monday to reopen the border at Arvik, which was closed in the autumn of last year.</p>
<p>Lind said the crossing would open within a month, according to a statement that her ministry put out late in the evening.</p>
<p>Arvo thanked the Republic of Sund for its good offices, and invited Lind to visit Estmark before the end of the year.</p>
</article><footer>Copyright 2031 Norvia Post</footer></body></html>"#;

    /// The main text, a block a line.
    fn kept(page: &Page) -> String {
        let lines = page.blocks.iter().filter(|(_, why)| why.is_none()).map(|(text, _)| text.as_str());
        lines.collect::<Vec<_>>().join("\n")
    }

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
        let text = kept(&page);
        assert!(text.contains("agreed on Monday") && text.contains("before the end of the year."));
        assert!(!text.contains("Copyright") && !text.contains("Home"));
        assert!(text.contains(".\n"), "paragraphs are lines: {text:?}");
        let why =
            |words: &str| page.blocks.iter().find(|(text, _)| text.contains(words)).and_then(|(_, why)| *why);
        assert_eq!(why("Home"), Some(RemovalReason::Navigation));
        assert_eq!(why("Copyright"), Some(RemovalReason::Navigation));
        assert_eq!(why("Border to reopen at Arvik"), Some(RemovalReason::Title));
    }

    #[test]
    fn deep_and_huge_pages_are_read_in_bounded_time() {
        let words = "<p>Foreign ministers Arvo of Estmark and Lind of Norvia agreed on Monday to reopen the border at Arvik.</p>
            <p>The crossing had been closed since the autumn, when both sides accused each other of letting smugglers through.</p>
            <p>Lind said that customs officers of the two states would work side by side there from the first of May.</p>
            <p>Traders in the town, who had lost most of their custom, greeted the news with bells and a small procession.</p>";
        for (open, close) in [
            ("<div>", "</div>"),
            ("<div>", ""),
            ("<b><i>", ""),
            ("<table><tr><td>", ""),
            ("<a>", "</b>"),
            ("<ul><li>", ""),
        ] {
            let page = format!("<html><body>{}{words}{}", open.repeat(20_000), close.repeat(20_000));
            assert!(kept(&read(&page, None)).contains("side by side"), "{open}");
        }
        let page = format!("<body>{}{words}", "<div>".repeat(100_000));
        assert!(kept(&read(&page, None)).contains("side by side"));
        read(&"<a href=\"".repeat(50_000), None);
        read(&"<".repeat(100_000), None);
        read(&"<!--".repeat(100_000), None);
        read(&"<script>".repeat(10_000), None);
    }
}
