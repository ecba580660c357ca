//! Listening, limits, and from an address to its page.

use crate::answer::{Form, Packed, Refusal, accepts};
use crate::archive::{Archive, ServeError};
use crate::links;
use crate::pages;
use crate::query::Query;
use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Response, StatusCode, Uri, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Where and how to serve.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address to listen on.
    pub address: SocketAddr,
}

/// No longer address is read.
const LONGEST_ADDRESS: usize = 8 * 1024;
/// A page is given up after so long.
const PATIENCE: Duration = Duration::from_secs(20);
/// Whoever takes longer to say what they want is let go.
const TO_ASK: Duration = Duration::from_secs(10);
/// So many connections at a time.
const CONNECTIONS: usize = 1024;
/// So many pages are made at a time; others wait.
const AT_WORK: usize = 16;
/// Pages kept, in bytes.
const KEPT: usize = 64 << 20;
/// Pages of so many events take long enough to be made before anyone asks for them.
const LARGE: usize = 5_000;
/// So many pages are made ahead at most.
const AHEAD: usize = 20;
/// How often the record's file is looked at.
const LOOK: Duration = Duration::from_secs(2);

/// What a request needs.
struct Desk {
    archive: Archive,
    kept: Mutex<Kept>,
    at_work: Semaphore,
    /// Only these are answered, where only this machine is listened to: a page elsewhere can't have its own name lead here.
    hosts: Option<Vec<String>>,
}

/// Pages made before; the oldest make room, but for those made ahead.
#[derive(Default)]
struct Kept {
    pages: HashMap<String, Arc<Packed>>,
    order: VecDeque<String>,
    bytes: usize,
}

impl Kept {
    fn put(&mut self, key: String, page: &Arc<Packed>) {
        if page.len() > KEPT / 8 || self.pages.insert(key.clone(), page.clone()).is_some() {
            return;
        }
        self.bytes += page.len() + key.len();
        self.order.push_back(key);
        while self.bytes > KEPT {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(page) = self.pages.remove(&oldest) {
                self.bytes -= page.len() + oldest.len();
            }
        }
    }
}

impl Desk {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a page and has `keep` keep it, unless the record was read anew meanwhile: renewing comes before forgetting.
    fn make(&self, uri: &Uri, gzip: bool, keep: impl FnOnce(&mut Kept, String, &Arc<Packed>)) -> Arc<Packed> {
        let made_of = self.archive.now();
        let page = page(&self.archive, uri.path(), &Query::read(uri.query().unwrap_or("")));
        if gzip {
            page.packed();
        }
        let page = Arc::new(page);
        let mut kept = self.kept();
        if page.is_ok() && Arc::ptr_eq(&made_of, &self.archive.now()) {
            keep(&mut kept, key(uri), &page);
        }
        page
    }

    /// Makes the pages that take the longest.
    fn make_ahead(&self) {
        let now = self.archive.now();
        let relations = now.holdings().relations().map(|((a, b), events)| (events, links::relation(a, b)));
        let states = now.prepared.states.iter().map(|s| (s.events, links::actor(&s.code)));
        let mut large: Vec<(usize, String)> =
            relations.chain(states).filter(|(events, _)| *events >= LARGE).collect();
        large.sort_by(|a, b| b.cmp(a));
        for uri in large.into_iter().take(AHEAD).filter_map(|(_, path)| path.parse().ok()) {
            self.make(&uri, true, |kept, key, page| {
                kept.pages.insert(key, page.clone());
            });
        }
    }
}

/// Under which a page is kept.
fn key(uri: &Uri) -> String {
    uri.path_and_query().map_or("/", |whole| whole.as_str()).to_owned()
}

/// The pages and the API as a service, for a server or for tests.
pub fn app(archive: Archive, options: &Options) -> Router {
    desk(archive, options).1
}

fn desk(archive: Archive, options: &Options) -> (Arc<Desk>, Router) {
    let loopback = options.address.ip().is_loopback();
    let port = options.address.port();
    let names =
        ["localhost".to_owned(), "127.0.0.1".into(), "[::1]".into(), options.address.ip().to_string()];
    let with_port = |name: String| [format!("{name}:{port}"), name];
    let hosts = loopback.then(|| names.into_iter().flat_map(with_port).collect());
    let desk = Arc::new(Desk { archive, kept: Mutex::default(), at_work: Semaphore::new(AT_WORK), hosts });
    let router = Router::new().fallback(answer).with_state(desk.clone());
    (desk, router)
}

/// Serves a record until the program is interrupted (Ctrl-C). `listening` is told the address once it is listened on: the
/// port that the system chose, where port 0 was asked for.
pub fn run(
    archive: Archive,
    options: &Options,
    listening: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    runtime.block_on(serve(archive, options, listening, stop))
}

/// Serves a record until `stop` comes; `listening` is told the address once it is listened on.
pub async fn serve(
    archive: Archive,
    options: &Options,
    listening: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let wrong = |source| ServeError::Address { address: options.address.to_string(), source };
    let listener = TcpListener::bind(options.address).await.map_err(wrong)?;
    let address = listener.local_addr()?;
    let (desk, router) = desk(archive, &Options { address });
    listening(address);
    let watch = tokio::spawn(async move {
        let ahead = desk.clone();
        let _ = tokio::task::spawn_blocking(move || ahead.make_ahead()).await;
        loop {
            tokio::time::sleep(LOOK).await;
            let desk = desk.clone();
            // A record that can't be read just now is looked at again; the pages stay as they were.
            let renewed = tokio::task::spawn_blocking(move || {
                if matches!(desk.archive.renew(), Ok(true)) {
                    *desk.kept() = Kept::default();
                    desk.make_ahead();
                }
            });
            let _ = renewed.await;
        }
    });
    let seats = Arc::new(Semaphore::new(CONNECTIONS));
    tokio::pin!(stop);
    loop {
        let (stream, _) = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                // Too many files are open, or the caller has gone: the next may fare better.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
        };
        let Ok(seat) = seats.clone().acquire_owned().await else { break };
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(TO_ASK).max_buf_size(64 * 1024);
            // Who hangs up has no complaint.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
            drop(seat);
        });
    }
    watch.abort();
    Ok(())
}

async fn answer(State(desk): State<Arc<Desk>>, request: Request) -> Response<Body> {
    let mut response = match check(&desk, &request) {
        Err(status) => plain(status, request.uri().path()),
        Ok(()) => {
            let packed = make(&desk, request.uri(), accepts(request.headers())).await;
            match packed {
                Ok(packed) => packed.respond(request.headers()),
                Err(status) => plain(status, request.uri().path()),
            }
        }
    };
    if request.method() == Method::HEAD {
        let length = std::mem::take(response.body_mut()).size_hint().exact();
        if let Some(length) = length.filter(|_| response.status() != StatusCode::NOT_MODIFIED) {
            response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        }
    }
    let headers = response.headers_mut();
    for (name, value) in GUARDS {
        headers.insert(*name, HeaderValue::from_static(value));
    }
    response
}

/// What the browser is told not to do with any page.
const GUARDS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

fn check(desk: &Desk, request: &Request) -> Result<(), StatusCode> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(StatusCode::METHOD_NOT_ALLOWED);
    }
    if request.uri().path().len() + request.uri().query().map_or(0, str::len) > LONGEST_ADDRESS {
        return Err(StatusCode::URI_TOO_LONG);
    }
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    match (&desk.hosts, host) {
        (Some(hosts), Some(host)) if !hosts.iter().any(|known| known.eq_ignore_ascii_case(host)) => {
            Err(StatusCode::MISDIRECTED_REQUEST)
        }
        _ => Ok(()),
    }
}

/// A refusal without a page: a line, or JSON where data was asked for.
fn plain(status: StatusCode, path: &str) -> Response<Body> {
    let words = status.canonical_reason().unwrap_or("refused");
    let (mime, body) = match Form::of(path).1 {
        Form::Page => ("text/plain; charset=utf-8", format!("{words}\n")),
        _ => ("application/json", serde_json::json!({ "error": words }).to_string()),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

/// The page of an address: kept from before, or made.
async fn make(desk: &Arc<Desk>, uri: &Uri, gzip: bool) -> Result<Arc<Packed>, StatusCode> {
    let known = desk.kept().pages.get(&key(uri)).cloned();
    if let Some(page) = known {
        return Ok(page);
    }
    let work = async {
        let _turn = desk.at_work.acquire().await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
        let (desk, uri) = (desk.clone(), uri.clone());
        let made = tokio::task::spawn_blocking(move || desk.make(&uri, gzip, Kept::put));
        made.await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
    };
    tokio::time::timeout(PATIENCE, work).await.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?
}

/// The style of all pages.
const STYLE: &str = include_str!("style.css");

/// The page of an address.
fn page(archive: &Archive, path: &str, query: &Query) -> Packed {
    match path {
        "/style.css" => return Packed::new(StatusCode::OK, "text/css; charset=utf-8", STYLE.into()),
        "/openapi.json" => {
            return Packed::new(StatusCode::OK, "application/json", crate::openapi::document(&archive.now()));
        }
        _ => {}
    }
    let (bare, form) = Form::of(path);
    let decoded = |part: &str| {
        let words = percent_encoding::percent_decode_str(part).decode_utf8().ok()?;
        (!words.contains('\0')).then(|| words.into_owned())
    };
    let parts = |path: &str| -> Option<Vec<String>> {
        path.split('/').skip(1).filter(|part| !part.is_empty()).map(decoded).collect()
    };
    let made = match parts(bare) {
        None => Err(Refusal::Wrong("The address is not UTF-8.".into())),
        Some(named) => match pages::page(archive, &named, query, form) {
            // A name may itself end as a form does ("2024.json").
            Err(Refusal::Unknown(message)) if form != Form::Page => match parts(path) {
                Some(whole) => match pages::page(archive, &whole, query, Form::Page) {
                    Err(Refusal::Unknown(_)) => Err(Refusal::Unknown(message)),
                    other => other,
                },
                None => Err(Refusal::Unknown(message)),
            },
            other => other,
        },
    };
    made.unwrap_or_else(|refusal| Packed::refusal(&refusal, form, &archive.name()))
}
