//! Every format, sound and damaged: what is told, and that the rest is read.

#![allow(clippy::disallowed_methods)] // files to read are written here

use chancery_ingest::{Field, Note, Options, open, prepare};
use chancery_model::{DateBasis, Report};
use flate2::{Compression, write::GzEncoder};
use parquet::basic::{
    Compression as Packing, ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical,
};
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::{properties::WriterProperties, writer::SerializedFileWriter};
use parquet::schema::types::{PrimitiveTypeBuilder, Type};
use proptest::prelude::*;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

const LEFT: &str = "Arvo left.";
const PAGE: &str = "<html><head><title>Norvia recalls its envoy</title></head><body><article><p>Norvia recalled its \
    envoy from Estmark on Monday, the foreign ministry in Arvik said in a statement, after talks on the border had \
    ended without an agreement.</p><p>Foreign minister Lind said that the envoy would stay in Arvik until Estmark \
    reopened the crossing, and that he expected an answer within days.</p></article></body></html>";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// What came of some files: a report as `id text`, a skip as `! …`.
struct Read {
    told: Vec<String>,
    reports: Vec<Report>,
    notes: Vec<String>,
    bytes: u64,
    total: u64,
}

fn read_with(files: &[(&str, &[u8])], options: &Options) -> Read {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(dir.path().join(name), bytes).unwrap();
    }
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| dir.path().join(name)).collect();
    let mut reader = open(&paths, options);
    let mut read = Read {
        told: Vec::new(),
        reports: Vec::new(),
        notes: Vec::new(),
        bytes: 0,
        total: reader.total_bytes().unwrap(),
    };
    let place = format!("{}/", dir.path().display());
    for raw in &mut reader {
        read.bytes += raw.as_ref().map_or_else(|s| s.bytes, |r| r.size());
        match raw.and_then(|raw| prepare(raw, options)) {
            Ok(report) => {
                read.told.push(format!("{} {}", report.id, report.text));
                read.reports.push(report);
            }
            Err(skipped) => read.told.push(format!("! {}", skipped.to_string().replace(&place, ""))),
        }
    }
    assert!(read.bytes <= read.total, "{} of {}", read.bytes, read.total);
    read.notes = reader.notes().iter().map(|n: &Note| n.to_string().replace(&place, "")).collect();
    read
}

fn read(name: &str, bytes: &[u8]) -> Read {
    read_with(&[(name, bytes)], &Options::default())
}

#[track_caller]
fn told(name: &str, bytes: &[u8], wanted: &[&str]) {
    let read = read(name, bytes);
    let fits = read.told.len() == wanted.len() && read.told.iter().zip(wanted).all(|(t, w)| t.starts_with(w));
    assert!(fits, "{:#?}", read.told);
}

// Tables.

#[test]
fn a_table_is_read_under_its_header() {
    let table = "doc_id,Headline,Body,published,link\r\n\
        a,\"Talks, at last\",\"Arvo met Lind.\n\nThey said \"\"no\"\".\",3 March 2031,https://post.example/1\r\n\
        \r\n,,,,\r\n,No id,Arvo left.,,\r\n";
    let read = read("news.csv", table.as_bytes());
    assert_eq!(read.told, ["a Arvo met Lind.\n\nThey said \"no\".", "news:3 Arvo left."]);
    assert_eq!(read.reports[0].title.as_deref(), Some("Talks, at last"));
    assert_eq!(read.reports[0].dates[0].date.unwrap().to_string(), "2031-03-03");
    assert_eq!(
        read.notes,
        [
            "news.csv: id read from \"doc_id\", text read from \"Body\", title read from \"Headline\", date read from \
          \"published\", url read from \"link\""
        ]
    );
    assert_eq!(read.bytes, read.total - 1); // the very last line end
}

#[test]
fn a_chosen_column_is_the_text_of_a_table() {
    let options = Options { columns: vec![(Field::Text, "lead".into())], ..Options::default() };
    let read = read_with(&[("a.csv", b"text,LEAD\nno,Arvo left.\n")], &options);
    assert_eq!(read.told, ["a Arvo left."]);
}

#[test]
fn separators_are_told_by_the_header() {
    told("a.csv", b"id;text\n1;Arvo left, and Lind.\n", &["1 Arvo left, and Lind."]);
    told("a.tsv", b"id\ttext\n1\tArvo left, and Lind.\n", &["1 Arvo left, and Lind."]);
    told("a.csv", b"id|body\n1|Arvo left, and Lind.", &["1 Arvo left, and Lind."]);
}

#[test]
fn a_ragged_row_costs_itself() {
    told(
        "a.csv",
        b"id,text\n1,Arvo left.\n2,Arvo left, he said.\n3\n4,Arvo left.,,\n5,\n",
        &[
            "1 Arvo left.",
            "! a.csv, row 2: it has 3 fields where the header has 2 (line 3 of the file)",
            "! a.csv, row 3: it has 1 fields where the header has 2 (line 4 of the file)",
            "4 Arvo left.",
            "! a.csv, row 5: it is empty",
        ],
    );
}

#[test]
fn an_open_quotation_mark_costs_its_row() {
    told(
        "a.csv",
        b"id,text\n1,Arvo left.\n2,\"Arvo\n3,Arvo left.\n4,Arvo left.\n",
        &[
            "1 Arvo left.",
            "! a.csv, row 2: it opens a quotation mark that is never closed (line 3",
            "3 Arvo",
            "4 ",
        ],
    );
}

#[test]
fn a_table_without_rows_or_text_is_told_once() {
    told("a.csv", b"", &["! a.csv: it is empty"]);
    told("a.csv", b"id,text\n", &["! a.csv: it is empty"]);
    told(
        "a.csv",
        b"id,words\n1,a\n2,b\n",
        &["! a.csv: it has neither \"text\" nor \"html\" (it has: id, words)"],
    );
    told("a.csv", b"PK\x03\x04....", &["! a.csv: it is not text but a ZIP archive"]);
}

#[test]
fn tables_in_other_encodings() {
    let words = "Le président d’Estmark, M. Éloi Dubœuf, a été reçu à Norvik où il a promis une commission.";
    let table = format!("id,text\nDubœuf,\"{words}\"\n");
    let wanted = format!("Dubœuf {words}");
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&table);
    told("a.csv", &latin, &[&wanted]);
    let utf16: Vec<u8> = format!("\u{feff}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    told("a.csv", &utf16, &[&wanted]);
    told("a.csv", &gzip(&utf16), &[&wanted]);
    told("a.csv", format!("\u{feff}{table}").as_bytes(), &[&wanted]);
    let utf16: Vec<u8> = format!("{{\"id\":\"a\",\"text\":\"{words}\"}}\n")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    told("a.jsonl", &utf16, &[&format!("a {words}")]);
}

#[test]
fn a_row_over_the_limit_is_read_past() {
    let options = Options { max_report_bytes: 1000, ..Options::default() };
    let table = format!("id,text\n1,{}\n2,Arvo left.\n3,\"{}", "x".repeat(300_000), "y\n".repeat(200_000));
    let read = read_with(&[("a.csv", table.as_bytes())], &options);
    assert!(read.told[0].starts_with("! a.csv, row 1: it is larger than the 1000 bytes"), "{:?}", read.told);
    assert_eq!(read.told[1], "2 Arvo left.");
    assert!(read.told[2].starts_with("! a.csv, row 3: it is larger"));
    assert_eq!((read.told.len(), read.bytes), (3, read.total));
    let wide = format!("id,text{}\n1,Arvo left.{}\n", ",".repeat(70_000), ",".repeat(70_000));
    told("a.csv", wide.as_bytes(), &["! a.csv: it is larger"]);
}

// Gzip.

#[test]
fn packed_files_are_read_as_what_they_hold() {
    let line = b"{\"text\":\"Arvo left.\"}\n";
    told("a.jsonl.gz", &gzip(line), &["a Arvo left."]);
    told("a.JSONL.GZ", &[gzip(line), gzip(line)].concat(), &["a:1 Arvo", "a:2 Arvo"]);
    told("a.txt.gz", &gzip(LEFT.as_bytes()), &["a Arvo left."]);
    told("a.html.gz", &gzip(PAGE.as_bytes()), &["a Norvia recalled"]);
    told("a.csv.gz", &gzip(b"text\nArvo left.\n"), &["a Arvo left."]);
    // Names lie, both ways.
    told("a.jsonl.gz", line, &["a Arvo left."]);
    told("a.jsonl", &gzip(line), &["a Arvo left."]);
    told("a.gz", &gzip(line), &["! a.gz: files ending in \".gz\" are not read"]);
    told("a.parquet.gz", b"", &["! a.parquet.gz: files ending in \".parquet.gz\" are not read"]);
}

#[test]
fn truncated_gzip_keeps_what_stands_before() {
    let lines: String =
        (0..5000).map(|n| format!("{{\"id\":\"{}\",\"text\":\"Arvo left.\"}}\n", n * 7919)).collect();
    let packed = gzip(lines.as_bytes());
    let cut = read("a.jsonl.gz", &packed[..packed.len() / 2]);
    assert!(cut.told.len() > 1000);
    assert_eq!(cut.told[0], "0 Arvo left.");
    let last = cut.told.last().unwrap();
    assert!(last.starts_with("! a.jsonl.gz, line ") && last.contains("it ends too early"), "{last}");
    assert_eq!(cut.told.iter().filter(|t| t.starts_with('!')).count(), 1);
    let rows = gzip(lines.replace('{', "1,{").replace("{\"id\"", "text,text\n").as_bytes());
    assert!(read("a.csv.gz", &rows[..rows.len() / 2]).told.last().unwrap().contains("it ends too early"));
    told("a.txt.gz", &gzip(LEFT.as_bytes())[..20], &["! a.txt.gz: it ends too early"]);
    let mut bad = packed.clone();
    bad[30..60].fill(0xAA);
    assert!(read("a.jsonl.gz", &bad).told.last().unwrap().contains("damaged"));
}

// Parquet.

/// An id and a text.
type Pair<'a> = (i32, Option<&'a [u8]>);

/// A file of `uid`, `other`, a text and `Date` (nanoseconds), in groups of rows.
fn parquet(groups: &[Vec<Pair<'_>>], packing: Packing, text: &str) -> Vec<u8> {
    fn column(name: &str, kind: Physical, repetition: Repetition) -> PrimitiveTypeBuilder<'_> {
        Type::primitive_type_builder(name, kind).with_repetition(repetition)
    }
    let fields = vec![
        column("uid", Physical::INT32, Repetition::REQUIRED).build().unwrap(),
        column("other", Physical::INT64, Repetition::REQUIRED).build().unwrap(),
        column(text, Physical::BYTE_ARRAY, Repetition::OPTIONAL)
            .with_converted_type(ConvertedType::UTF8)
            .build()
            .unwrap(),
        column("Date", Physical::INT64, Repetition::REQUIRED)
            .with_logical_type(Some(LogicalType::timestamp(true, TimeUnit::NANOS)))
            .build()
            .unwrap(),
    ];
    let schema =
        Type::group_type_builder("schema").with_fields(fields.into_iter().map(Arc::new).collect()).build();
    let properties = Arc::new(WriterProperties::builder().set_compression(packing).build());
    let mut out = SerializedFileWriter::new(Vec::new(), Arc::new(schema.unwrap()), properties).unwrap();
    for rows in groups {
        let mut group = out.next_row_group().unwrap();
        let ids: Vec<i32> = rows.iter().map(|r| r.0).collect();
        let mut next = group.next_column().unwrap().unwrap();
        next.typed::<Int32Type>().write_batch(&ids, None, None).unwrap();
        next.close().unwrap();
        let mut next = group.next_column().unwrap().unwrap();
        next.typed::<Int64Type>().write_batch(&vec![7; rows.len()], None, None).unwrap();
        next.close().unwrap();
        let texts: Vec<ByteArray> =
            rows.iter().filter_map(|r| r.1).map(|t| ByteArray::from(t.to_vec())).collect();
        let levels: Vec<i16> = rows.iter().map(|r| i16::from(r.1.is_some())).collect();
        let mut next = group.next_column().unwrap().unwrap();
        next.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None).unwrap();
        next.close().unwrap();
        let mut next = group.next_column().unwrap().unwrap();
        next.typed::<Int64Type>()
            .write_batch(&vec![1_930_262_400_000_000_000; rows.len()], None, None)
            .unwrap();
        next.close().unwrap();
        group.close().unwrap();
    }
    out.into_inner().unwrap()
}

#[test]
fn parquet_is_read_whatever_it_is_packed_with() {
    let groups = [vec![(1, Some(LEFT.as_bytes())), (2, None)], vec![(3, Some("Lind stayed.".as_bytes()))]];
    for packing in [
        Packing::UNCOMPRESSED,
        Packing::SNAPPY,
        Packing::ZSTD(Default::default()),
        Packing::GZIP(Default::default()),
    ] {
        let read = read("news.parquet", &parquet(&groups, packing, "Content"));
        assert_eq!(
            read.told,
            ["1 Arvo left.", "! news.parquet, row 2: it is empty; nothing to do", "3 Lind stayed."]
        );
        assert_eq!(read.reports[0].dates[0].date.unwrap().to_string(), "2031-03-03");
        assert_eq!(
            read.notes[0],
            "news.parquet: id read from \"uid\", text read from \"Content\", date read from \"Date\""
        );
        assert_eq!(read.bytes, read.total);
    }
}

#[test]
fn a_parquet_text_that_is_not_utf8_costs_its_group() {
    let bad: &[u8] = b"Le pr\xE9sident";
    let groups = [vec![(1, Some(LEFT.as_bytes())), (2, Some(bad))], vec![(3, Some(LEFT.as_bytes()))]];
    let wanted = [
        "1 Arvo left.",
        "! a.parquet, row 2: it is no Parquet that can be read (Error reading",
        "3 Arvo left.",
    ];
    told("a.parquet", &parquet(&groups, Packing::SNAPPY, "text"), &wanted);
}

#[test]
fn parquet_that_can_not_be_read_is_named() {
    let whole = parquet(&[vec![(1, Some(LEFT.as_bytes()))]], Packing::UNCOMPRESSED, "words");
    told(
        "a.parquet",
        &whole,
        &["! a.parquet: it has neither \"text\" nor \"html\" (it has: uid, other, words, Date)"],
    );
    told("a.parquet", b"", &["! a.parquet: it is empty"]);
    told("a.parquet", b"id,text\n1,a\n", &["! a.parquet: it is no Parquet that can be read"]);
    let whole = parquet(&[vec![(1, Some(LEFT.as_bytes()))]], Packing::UNCOMPRESSED, "text");
    told("a.parquet", &whole[..whole.len() - 9], &["! a.parquet: it is no Parquet that can be read"]);
}

#[test]
fn a_damaged_group_of_rows_costs_itself() {
    let groups =
        [vec![(1, Some(LEFT.as_bytes())), (2, Some(LEFT.as_bytes()))], vec![(3, Some(LEFT.as_bytes()))]];
    let mut whole = parquet(&groups, Packing::ZSTD(Default::default()), "text");
    // The header of the first page.
    whole[4..12].fill(0xFF);
    let read = read("a.parquet", &whole);
    assert!(
        read.told[0].starts_with("! a.parquet, row 1: it is no Parquet that can be read"),
        "{:?}",
        read.told
    );
    assert_eq!(read.told[1..], ["3 Arvo left."]);
}

// Web archives.

/// A record with its head, whatever length it is to claim.
fn record_as_long_as(kind: &str, url: &str, media: &str, block: &[u8], length: u64) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-06-01T08:00:00Z\r\n\
         WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn record(kind: &str, url: &str, media: &str, block: &[u8]) -> Vec<u8> {
    record_as_long_as(kind, url, media, block, block.len() as u64)
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [b"HTTP/1.1 ", head.as_bytes(), b"\r\n\r\n", body].concat()
}

fn page(n: u32) -> Vec<u8> {
    let block = answer("200 OK\r\nContent-Type: text/html; charset=utf-8", PAGE.as_bytes());
    record("response", &format!("https://post.example/{n}"), "application/http; msgtype=response", &block)
}

#[test]
fn pages_and_texts_of_an_archive_are_read() {
    let chunked = [format!("{:x}\r\n", PAGE.len()).as_bytes(), PAGE.as_bytes(), b"\r\n0\r\n\r\n"].concat();
    let html = "200 OK\r\nContent-Type: text/html";
    let records = [
        record("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
        record("request", "https://post.example/1", "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        page(1),
        record(
            "response",
            "<https://post.example/2>",
            "application/http",
            &answer(&format!("{html}\r\nTransfer-Encoding: chunked"), &chunked),
        ),
        record(
            "response",
            "https://post.example/3",
            "application/http",
            &answer(&format!("{html}\r\nContent-Encoding: gzip"), &gzip(PAGE.as_bytes())),
        ),
        record(
            "response",
            "https://post.example/4",
            "application/http",
            &answer("404 Not Found\r\nContent-Type: text/html", PAGE.as_bytes()),
        ),
        record(
            "response",
            "https://post.example/5.png",
            "application/http",
            &answer("200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        ),
        record(
            "response",
            "https://post.example/robots.txt",
            "application/http",
            &answer("200 OK\r\nContent-Type: text/plain", b"User-agent: *"),
        ),
        record("conversion", "https://post.example/6", "text/plain", LEFT.as_bytes()),
        record("resource", "https://post.example/7", "text/html", PAGE.as_bytes()),
        record("resource", "metadata://gnu.org/wget.log", "text/plain", b"log"),
        record(
            "response",
            "https://post.example/8",
            "application/http",
            &answer(&format!("{html}\r\nContent-Encoding: br"), b"\x8b\x02\x80\x00\xff"),
        ),
    ];
    let wanted = [
        "https://post.example/1 Norvia recalled its envoy",
        "https://post.example/2 Norvia recalled its envoy",
        "https://post.example/3 Norvia recalled its envoy",
        "https://post.example/6 Arvo left.",
        "https://post.example/7 Norvia recalled its envoy",
        "! a.warc, record 12: its body is packed with \"br\"",
    ];
    let plain = records.concat();
    told("a.warc", &plain, &wanted);
    let each: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
    let wanted = wanted.map(|w| w.replace("a.warc", "a.warc.gz"));
    let wanted = wanted.each_ref().map(String::as_str);
    told("a.warc.gz", &each, &wanted);
    told("a.warc.gz", &gzip(&plain), &wanted);
    let read = read("a.warc", &plain);
    assert_eq!(
        read.notes,
        [
            "a.warc: passed over 6 records that hold no report (image/png: 1, request: 1, resource \"metadata:\": 1, \
          robots.txt: 1, …)"
        ]
    );
    let report = &read.reports[0];
    assert_eq!(report.title.as_deref(), Some("Norvia recalls its envoy"));
    assert_eq!(report.dates.len(), 1);
    assert_eq!(
        (report.dates[0].basis, report.dates[0].date.unwrap().to_string()),
        (DateBasis::Collected, "2031-06-01".into())
    );
}

#[test]
fn the_charset_of_an_answer_is_believed() {
    let page = PAGE.replace("Arvik", "Арвик");
    let (bytes, _, _) = encoding_rs::KOI8_R.encode(&page);
    let block = answer("200 OK\r\nContent-Type: text/html; charset=koi8-r", &bytes);
    let read = read("a.warc", &record("response", "https://post.example/1", "application/http", &block));
    assert!(read.reports[0].text.contains("in Арвик said"), "{:?}", read.told);
}

#[test]
fn a_wrong_length_costs_its_record_only() {
    let block = answer("200 OK\r\nContent-Type: text/html", PAGE.as_bytes());
    for length in [0, 10, block.len() - 1, block.len() + 300, 5000, 10_000_000, usize::MAX >> 2] {
        let bad = record_as_long_as(
            "response",
            "https://post.example/2",
            "application/http",
            &block,
            length as u64,
        );
        let records = [page(1), bad, page(3), page(4)];
        let wanted = [
            "https://post.example/1 ",
            "! a.warc, record 2: it is no sound WARC record (it is not as long",
            "https://post.example/3 ",
            "https://post.example/4 ",
        ];
        told("a.warc", &records.concat(), &wanted);
        let packed: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
        told("a.warc", &packed, &wanted);
    }
}

#[test]
fn a_damaged_member_costs_itself_only() {
    let mut bad = gzip(&page(2));
    let middle = bad.len() / 2;
    bad[middle..middle + 8].fill(0x55);
    let read = read("a.warc.gz", &[gzip(&page(1)), bad, gzip(&page(3)), gzip(&page(4))].concat());
    let ids: Vec<&str> = read.reports.iter().map(|r| r.id.as_str()).filter(|id| !id.ends_with('2')).collect();
    assert_eq!(
        ids,
        ["https://post.example/1", "https://post.example/3", "https://post.example/4"],
        "{:?}",
        read.told
    );
    assert_eq!(read.told.iter().filter(|t| t.starts_with('!')).count(), 1, "{:?}", read.told);
}

#[test]
fn an_archive_cut_short_says_so() {
    let whole = [page(1), page(2)].concat();
    told(
        "a.warc",
        &whole[..whole.len() - 100],
        &["https://post.example/1", "! a.warc, record 2: it ends too early"],
    );
    told(
        "a.warc",
        &whole[..page(1).len() + 30],
        &["https://post.example/1", "! a.warc, record 2: it ends too early"],
    );
    let packed = gzip(&whole);
    told(
        "a.warc.gz",
        &packed[..packed.len() - 12],
        &["https://post.example/1", "! a.warc.gz, record 2: it ends too early"],
    );
    told("a.warc", b"", &["! a.warc: it is empty"]);
    told("a.warc", b"<html>", &["! a.warc, record 1: it is no sound WARC record (no head"]);
}

#[test]
fn a_record_over_the_limit_is_read_past() {
    let options = Options { max_report_bytes: 4000, ..Options::default() };
    let large = answer("200 OK\r\nContent-Type: text/html", "x".repeat(300_000).as_bytes());
    let image = answer("200 OK\r\nContent-Type: image/png", "x".repeat(300_000).as_bytes());
    let bomb = answer("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", &gzip(&[b' '; 200_000]));
    let of = |block: &[u8]| record("response", "https://post.example/x", "application/http", block);
    let archive = [of(&large), of(&image), of(&bomb), page(4)].concat();
    for bytes in [archive.clone(), gzip(&archive)] {
        let read = read_with(&[("a.warc", &bytes)], &options);
        assert!(
            read.told[0].starts_with("! a.warc, record 1: it is larger than the 4000"),
            "{:?}",
            read.told
        );
        assert!(
            read.told[1].starts_with("! a.warc, record 3: it is larger than the 4000"),
            "{:?}",
            read.told
        );
        assert!(read.told[2].starts_with("https://post.example/4 "));
        assert_eq!(read.notes, ["a.warc: passed over 1 record that holds no report (image/png: 1)"]);
    }
}

#[test]
fn a_folder_may_mix_all_of_these() {
    let dir = tempfile::tempdir().unwrap();
    let files: [(&str, Vec<u8>); 7] = [
        ("a.csv", b"id,text\ncsv,Arvo left.\n".to_vec()),
        ("b.tsv.gz", gzip(b"id\ttext\ntsv\tArvo left.\n")),
        ("c.parquet", parquet(&[vec![(3, Some(LEFT.as_bytes()))]], Packing::SNAPPY, "text")),
        ("d.warc.gz", gzip(&page(4))),
        ("e.jsonl.gz", gzip(b"{\"id\":\"jsonl\",\"text\":\"Arvo left.\"}")),
        ("f.txt", LEFT.as_bytes().to_vec()),
        ("g.xlsx.gz", b"?".to_vec()),
    ];
    for (name, bytes) in &files {
        std::fs::write(dir.path().join(name), bytes).unwrap();
    }
    let options = Options::default();
    let mut reader = open(&[dir.path().to_path_buf()], &options);
    let ids: Vec<String> = (&mut reader).map(|raw| prepare(raw.unwrap(), &options).unwrap().id).collect();
    assert_eq!(ids, ["csv", "tsv", "3", "https://post.example/4", "jsonl", "f"]);
    assert!(reader.notes().last().unwrap().to_string().contains("g.xlsx.gz"));
}

/// A field of a table, quoted.
fn quoted(field: &str) -> String {
    format!("\"{}\"", field.replace('"', "\"\""))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_quoted_comes_back(rows in prop::collection::vec("[^\\x00-\\x08\\x0b-\\x1f\\x7f]{0,40}x", 1..20), tabs: bool, pack: bool) {
        let separator = if tabs { "\t" } else { "," };
        let mut table = format!("n{separator}id{separator}text\n");
        for (n, row) in rows.iter().enumerate() {
            table += &[n.to_string(), format!("i{n}"), quoted(row)].join(separator);
            table += "\n";
        }
        let bytes = if pack { gzip(table.as_bytes()) } else { table.into_bytes() };
        let options = Options { verbatim: true, ..Options::default() };
        let read = read_with(&[("a.csv", &bytes)], &options);
        let texts: Vec<&String> = read.reports.iter().map(|r| &r.text).collect();
        prop_assert_eq!(texts, rows.iter().collect::<Vec<_>>());
    }

    #[test]
    fn damage_ends_nothing(at in 0.0..1.0f64, with in prop::collection::vec(any::<u8>(), 0..30), cut: bool, kind in 0..6usize) {
        let archive = [page(1), page(2), page(3)];
        let rows = vec![(1, Some(LEFT.as_bytes())), (2, None), (3, Some(LEFT.as_bytes()))];
        let (name, mut bytes) = match kind {
            0 => ("a.warc", archive.concat()),
            1 => ("a.warc.gz", archive.iter().flat_map(|r| gzip(r)).collect()),
            2 => ("a.parquet", parquet(&[rows.clone(), rows], Packing::SNAPPY, "text")),
            3 => ("a.csv", b"id,text\n1,Arvo left.\n2,\"Arvo\"\"left\"\n3,Lind\n".repeat(3)),
            4 => ("a.csv.gz", gzip(&b"id,text\n1,Arvo left.\n2,\"Arvo\"\"left\"\n3,Lind\n".repeat(3))),
            _ => ("a.jsonl.gz", gzip(&b"{\"id\":\"jsonl\",\"text\":\"Arvo left.\"}\n".repeat(4))),
        };
        let at = (at * bytes.len() as f64) as usize;
        if cut {
            bytes.truncate(at);
            bytes.extend(with);
        } else {
            bytes.splice(at..(at + with.len()).min(bytes.len()), with);
        }
        // It comes to an end, says something, and counts no byte twice.
        let read = read(name, &bytes);
        prop_assert!(!read.told.is_empty());
    }

    #[test]
    fn an_archive_damaged_in_one_record_gives_the_others(n in 0..4u32, at in 0.0..1.0f64, with in prop::collection::vec(any::<u8>(), 1..40)) {
        let archive: Vec<Vec<u8>> = (0..4)
            .map(|m| {
                let mut record = page(m);
                if m == n {
                    let at = (at * record.len() as f64) as usize;
                    record.splice(at..(at + 7).min(record.len()), with.iter().copied());
                }
                record
            })
            .collect();
        let packed: Vec<u8> = archive.iter().flat_map(|r| gzip(r)).collect();
        for bytes in [archive.concat(), packed] {
            let read = read("a.warc", &bytes);
            for m in (0..4).filter(|m| *m != n) {
                let id = format!("https://post.example/{m}");
                prop_assert!(read.reports.iter().any(|r| r.id == id), "{} {:?}", m, read.told);
            }
        }
    }
}
