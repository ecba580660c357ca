//! What is sent back: a page, its data or its table, packed and known by a hash of itself.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde::Serialize;
use std::io::Write;
use std::sync::OnceLock;

/// In which form a page is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// For people.
    Page,
    /// For programs: `.json`.
    Json,
    /// Its rows: `.csv`.
    Csv,
}

impl Form {
    /// The form that the end of an address asks for, and the address without it.
    pub fn of(path: &str) -> (&str, Form) {
        if let Some(path) = path.strip_suffix(".json") {
            (path, Form::Json)
        } else if let Some(path) = path.strip_suffix(".csv") {
            (path, Form::Csv)
        } else {
            (path, Form::Page)
        }
    }

    /// The end of its address.
    pub fn end(self) -> &'static str {
        match self {
            Form::Page => "",
            Form::Json => ".json",
            Form::Csv => ".csv",
        }
    }

    fn mime(self) -> &'static str {
        match self {
            Form::Page => "text/html; charset=utf-8",
            Form::Json => "application/json",
            Form::Csv => "text/csv; charset=utf-8; header=present",
        }
    }
}

/// Rows for a spreadsheet: a heading and lines of as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Names of the columns.
    pub head: &'static [&'static str],
    /// The cells.
    pub rows: Vec<Vec<String>>,
}

impl Rows {
    fn write(&self) -> Vec<u8> {
        let mut out = self.head.join(",") + "\r\n";
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(|cell| chancery_views::csv::quoted(cell)).collect();
            out += &cells.join(",");
            out += "\r\n";
        }
        out.into_bytes()
    }
}

/// A page that knows its rows.
pub trait Page: Template + Serialize {
    /// Its table.
    fn rows(&self) -> Rows;
}

/// Why there is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing of that name; what is near to it.
    Unknown(String),
    /// The address asks for what makes no sense.
    Wrong(String),
    /// The record is at an older place: the address is another now.
    Moved(String),
    /// The record could not be read.
    Broken(String),
}

impl From<crate::query::Wrong> for Refusal {
    fn from(wrong: crate::query::Wrong) -> Self {
        Refusal::Wrong(wrong.0)
    }
}

impl From<chancery_store::StoreError> for Refusal {
    fn from(error: chancery_store::StoreError) -> Self {
        Refusal::Broken(error.to_string())
    }
}

/// A body, plain and packed, with the hash that it is known by.
pub struct Packed {
    status: StatusCode,
    mime: &'static str,
    etag: String,
    plain: axum::body::Bytes,
    gzip: OnceLock<Option<axum::body::Bytes>>,
    location: Option<String>,
}

/// Bodies below this are not worth packing.
const WORTH_PACKING: usize = 1024;

impl Packed {
    /// A body of this type.
    pub fn new(status: StatusCode, mime: &'static str, body: Vec<u8>) -> Packed {
        let hash = chancery_store::ContentHash::of_bytes([Some(body.as_slice())]).to_string();
        Packed {
            status,
            mime,
            etag: hash.chars().take(24).collect(),
            plain: body.into(),
            gzip: OnceLock::new(),
            location: None,
        }
    }

    /// A page in the form that was asked for.
    pub fn page(page: &impl Page, form: Form) -> Result<Packed, Refusal> {
        let broken = |e: &dyn std::fmt::Display| Refusal::Broken(format!("the page can’t be made: {e}"));
        let body = match form {
            Form::Page => page.render().map_err(|e| broken(&e))?.into_bytes(),
            Form::Json => serde_json::to_vec(page).map_err(|e| broken(&e))?,
            Form::Csv => page.rows().write(),
        };
        Ok(Packed::new(StatusCode::OK, form.mime(), body))
    }

    /// What is said where there is no page.
    pub fn refusal(refusal: &Refusal, form: Form, record: &str) -> Packed {
        let (status, message) = match refusal {
            Refusal::Unknown(message) => (StatusCode::NOT_FOUND, message.clone()),
            Refusal::Wrong(message) => (StatusCode::BAD_REQUEST, message.clone()),
            Refusal::Broken(message) => (StatusCode::INTERNAL_SERVER_ERROR, message.clone()),
            Refusal::Moved(to) => {
                let mut packed = Packed::new(StatusCode::PERMANENT_REDIRECT, Form::Page.mime(), Vec::new());
                packed.location = Some(to.clone());
                return packed;
            }
        };
        match form {
            Form::Page => {
                let page = crate::pages::Refused { record, message: &message, status: status.as_u16() };
                let body = page.render().unwrap_or(message);
                Packed::new(status, Form::Page.mime(), body.into_bytes())
            }
            _ => {
                let body = serde_json::json!({ "error": message }).to_string();
                Packed::new(status, Form::Json.mime(), body.into_bytes())
            }
        }
    }

    /// How many bytes it takes at most, packed or not.
    pub fn len(&self) -> usize {
        self.plain.len() * 2
    }

    /// The body packed; packed when it is first asked for.
    pub fn packed(&self) -> Option<&axum::body::Bytes> {
        let worth = self.plain.len() >= WORTH_PACKING;
        self.gzip.get_or_init(|| worth.then(|| pack(&self.plain)).flatten()).as_ref()
    }

    /// Whether it may be kept and given again.
    pub fn is_ok(&self) -> bool {
        self.status == StatusCode::OK
    }

    /// The response: whole, packed, or "you have it".
    pub fn respond(&self, asked: &HeaderMap) -> Response<Body> {
        let gzip = accepts(asked).then(|| self.packed()).flatten();
        let etag = format!("\"{}{}\"", self.etag, if gzip.is_some() { "-gzip" } else { "" });
        let known = asked.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).unwrap_or("");
        let has_it = self.is_ok()
            && known.split(',').any(|k| k.trim().trim_start_matches("W/") == etag || k.trim() == "*");
        let (status, body) = match has_it {
            true => (StatusCode::NOT_MODIFIED, Body::empty()),
            false => (self.status, Body::from(gzip.unwrap_or(&self.plain).clone())),
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.mime));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if gzip.is_some() && !has_it {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            headers.insert(header::ETAG, etag);
        }
        if let Some(to) = self.location.as_deref().and_then(|to| HeaderValue::from_str(to).ok()) {
            headers.insert(header::LOCATION, to);
        }
        response
    }
}

/// Whether the caller unpacks what is packed.
pub fn accepts(asked: &HeaderMap) -> bool {
    let encodings = asked.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    encodings.split(',').any(|e| {
        let mut words = e.split(';').map(str::trim);
        words.next() == Some("gzip") && words.next().is_none_or(|q| q != "q=0" && q != "q=0.0")
    })
}

fn pack(body: &[u8]) -> Option<axum::body::Bytes> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(2));
    out.write_all(body).ok()?;
    Some(out.finish().ok()?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_address_is_its_form() {
        assert_eq!(Form::of("/findings.csv"), ("/findings", Form::Csv));
        assert_eq!(Form::of("/relations/CAN/CHN"), ("/relations/CAN/CHN", Form::Page));
    }

    #[test]
    fn cells_are_quoted_where_they_must() {
        let rows = Rows { head: &["a", "b"], rows: vec![vec!["x,\"y\"".into(), "z".into()]] };
        assert_eq!(rows.write(), b"a,b\r\n\"x,\"\"y\"\"\",z\r\n");
    }
}
