//! The fields of a document, and the names under which inputs give them.

use crate::{Column, Options};
use serde_json::{Map, Value};

/// A field of a document in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Field {
    Id,
    Text,
    Html,
    Title,
    Date,
    Url,
    Source,
    Language,
}

impl Field {
    /// All fields, in the order of the contract.
    pub const ALL: [Field; 8] = [
        Field::Id,
        Field::Text,
        Field::Html,
        Field::Title,
        Field::Date,
        Field::Url,
        Field::Source,
        Field::Language,
    ];

    /// The names it is read from, in lower case; the first that is there counts.
    ///
    /// ```
    /// assert_eq!(chancery_ingest::Field::Html.names(), ["html", "raw_html"]);
    /// ```
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Field::Id => &["id", "doc_id", "docid", "uid", "story_id"],
            Field::Text => &["text", "maintext", "body", "content", "article", "full_text", "raw_text"],
            Field::Html => &["html", "raw_html"],
            Field::Title => &["title", "headline"],
            Field::Date => &[
                "date",
                "published",
                "pub_date",
                "publish_date",
                "date_publish",
                "date_published",
                "publication_date",
                "publishedat",
            ],
            Field::Url => &["url", "link", "source_url"],
            Field::Source => &[
                "source",
                "outlet",
                "publisher",
                "source_domain",
                "sitename",
                "source-hostname",
                "hostname",
                "domain",
            ],
            Field::Language => &["language", "lang"],
        }
    }

    /// Its own name, as in the contract.
    pub fn name(self) -> &'static str {
        self.names()[0]
    }

    /// The field of that name (not of its aliases), without case.
    ///
    /// ```
    /// use chancery_ingest::Field;
    /// assert_eq!(Field::of_name("Text"), Some(Field::Text));
    /// ```
    pub fn of_name(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|f| f.name().eq_ignore_ascii_case(name))
    }
}

/// What one row gives, each field as a string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Given {
    pub id: Option<String>,
    pub text: Option<String>,
    pub html: Option<String>,
    pub title: Option<String>,
    pub date: Option<String>,
    pub url: Option<String>,
    pub source: Option<String>,
    pub language: Option<String>,
}

impl Given {
    /// Reads an object. Also returns which column was read for each field that was found.
    pub fn of_object(object: &Map<String, Value>, options: &Options) -> (Given, Vec<(Field, String)>) {
        let mut read = Vec::new();
        let mut take = |field: Field| {
            let (name, value) = find(object, field, options)?;
            read.push((field, name));
            Some(value)
        };
        let mut given = Given {
            id: take(Field::Id),
            text: take(Field::Text),
            html: take(Field::Html),
            title: take(Field::Title),
            date: take(Field::Date),
            url: take(Field::Url),
            source: take(Field::Source),
            language: take(Field::Language),
        };
        // `source` that holds an address is the address, and some other column may name the outlet.
        if given.source.as_deref().is_some_and(is_address) {
            let address = given.source.take();
            read.retain(|(f, _)| *f != Field::Source);
            if given.url.is_none() {
                given.url = address;
                read.push((Field::Url, "source".to_owned()));
            }
            let outlet = Field::Source.names().iter().skip(1).find_map(|n| lookup(object, n));
            if let Some((name, value)) = outlet.filter(|(_, v)| !is_address(v)) {
                given.source = Some(value);
                read.push((Field::Source, name));
            }
        }
        (given, read)
    }
}

/// What is chosen or usual as the names of a field.
fn names_of(field: Field, options: &Options) -> Vec<&str> {
    let chosen: Vec<&str> =
        options.columns.iter().filter(|(f, _)| *f == field).map(|(_, name)| name.as_str()).collect();
    if chosen.is_empty() { field.names().to_vec() } else { chosen }
}

/// Which columns of a table may be read as a field of `fields`.
pub(crate) fn wanted(columns: &[String], fields: &[Field], options: &Options) -> Vec<usize> {
    let names: Vec<String> =
        fields.iter().flat_map(|f| names_of(*f, options)).map(str::to_lowercase).collect();
    (0..columns.len()).filter(|i| names.contains(&columns[*i].to_lowercase())).collect()
}

/// Which of a table's columns are read as which fields, where that is not plain from their names; `None` where none
/// holds the text or the page.
pub(crate) fn chosen(columns: &[String], options: &Options) -> Option<Vec<Column>> {
    let filled = columns.iter().map(|name| (name.clone(), Value::from("."))).collect();
    let (given, read) = Given::of_object(&filled, options);
    (given.text.is_some() || given.html.is_some()).then(|| told(read))
}

/// The choices that are worth telling.
pub(crate) fn told(read: Vec<(Field, String)>) -> Vec<Column> {
    let columns = read.into_iter().map(|(field, name)| Column { field, name });
    columns.filter(|c| c.field.name() != c.name).collect()
}

/// The column of a field, and what it holds; a null or blank one is not there.
fn find(object: &Map<String, Value>, field: Field, options: &Options) -> Option<(String, String)> {
    let mut chosen = options.columns.iter().filter(|(f, _)| *f == field).peekable();
    if chosen.peek().is_some() {
        return chosen.find_map(|(_, name)| lookup(object, name));
    }
    field.names().iter().find_map(|name| lookup(object, name))
}

/// A column by its name: exactly, else without case.
fn lookup(object: &Map<String, Value>, name: &str) -> Option<(String, String)> {
    let exact = object.get_key_value(name);
    let found = exact.or_else(|| object.iter().find(|(k, _)| k.to_lowercase() == name.to_lowercase()))?;
    Some((found.0.clone(), as_string(found.1)?))
}

/// A value as a string: numbers as written, objects by their `name` (as news interfaces give an outlet), lists of
/// strings as paragraphs.
fn as_string(value: &Value) -> Option<String> {
    let s = match value {
        Value::String(s) => s.clone(),
        Value::Number(n) => n.to_string(),
        Value::Object(o) => return o.get("name").and_then(as_string),
        Value::Array(a) => {
            let parts: Option<Vec<&str>> = a.iter().map(Value::as_str).collect();
            parts?.join("\n")
        }
        Value::Null | Value::Bool(_) => return None,
    };
    (!s.trim().is_empty()).then_some(s)
}

/// Whether it is a web address.
pub(crate) fn is_address(s: &str) -> bool {
    let s = s.trim();
    let scheme = s.get(..8).unwrap_or(s).to_ascii_lowercase();
    (scheme.starts_with("http://") || scheme.starts_with("https://")) && !s.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(json: &str, options: &Options) -> (Given, Vec<(Field, String)>) {
        Given::of_object(serde_json::from_str::<Value>(json).unwrap().as_object().unwrap(), options)
    }

    #[test]
    fn names_are_matched_without_case_and_in_order() {
        let (g, read) = given(
            r#"{"Body":"b","MainText":"m","TEXT":" ","publishedAt":"2031-03-03"}"#,
            &Options::default(),
        );
        assert_eq!(g.text.as_deref(), Some("m"));
        assert_eq!(g.date.as_deref(), Some("2031-03-03"));
        assert!(read.contains(&(Field::Text, "MainText".to_owned())));
    }

    #[test]
    fn a_chosen_column_is_the_only_one_read() {
        let options = Options { columns: vec![(Field::Text, "bodytext".to_owned())], ..Options::default() };
        assert_eq!(given(r#"{"text":"t","BodyText":"b"}"#, &options).0.text.as_deref(), Some("b"));
        assert_eq!(given(r#"{"text":"t"}"#, &options).0.text, None);
    }

    #[test]
    fn a_source_that_holds_an_address_is_the_address() {
        let (g, _) = given(
            r#"{"source":"https://post.example/a","publisher":"Norvia Post","text":"t"}"#,
            &Options::default(),
        );
        assert_eq!(g.url.as_deref(), Some("https://post.example/a"));
        assert_eq!(g.source.as_deref(), Some("Norvia Post"));
        let (g, _) =
            given(r#"{"source":{"id":null,"name":"Norvia Post"},"id":7,"text":"t"}"#, &Options::default());
        assert_eq!((g.source.as_deref(), g.id.as_deref()), (Some("Norvia Post"), Some("7")));
    }
}
