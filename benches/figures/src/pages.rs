//! The pages that are measured, each in a folder beside its compressed files, served as a static host does.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use axum::Router;
use tokio::process::Command;
use tower_http::services::ServeDir;

use journeys::browser::ScratchFolder;

/// A page, built and compressed, on a local port.
pub(crate) struct ServedPage {
    pub(crate) name: &'static str,
    pub(crate) files: Vec<PageFile>,
    address: SocketAddr,
    server: tokio::task::JoinHandle<()>,
    _folder: ScratchFolder,
}

/// What a file weighs, in bytes.
pub(crate) struct PageFile {
    pub(crate) name: String,
    pub(crate) raw: u64,
    pub(crate) gzip: u64,
    pub(crate) brotli: u64,
}

/// Writes a `.br` beside each of the files that it is given, as densely as brotli can.
const COMPRESS_WITH_BROTLI: &str = "
    const fs = require('node:fs'), zlib = require('node:zlib');
    for (const file of process.argv.slice(1)) {
        const bytes = fs.readFileSync(file);
        const params = {
            [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
            [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        };
        fs.writeFileSync(file + '.br', zlib.brotliCompressSync(bytes, { params }));
    }";

impl ServedPage {
    /// Serves copies of these files.
    pub(crate) async fn of(name: &'static str, sources: &[PathBuf]) -> Self {
        let folder = ScratchFolder::new("measured");
        let mut copies = Vec::new();
        for source in sources {
            let copy = folder.path().join(source.file_name().expect("a file"));
            fs::copy(source, &copy).expect("it is copied");
            copies.push(copy);
        }
        compress(&copies).await;
        let files = copies.iter().map(|copy| PageFile::weighed(copy)).collect();

        let app = Router::new().fallback_service(ServeDir::new(folder.path()).precompressed_gzip());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let server = tokio::spawn(async move {
            axum::serve(listener, app)
                .await
                .expect("the page is served");
        });
        Self {
            name,
            files,
            address,
            server,
            _folder: folder,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What this file weighs as it is served, in bytes.
    pub(crate) fn gzip_size(&self, name: &str) -> Option<u64> {
        self.files
            .iter()
            .find(|file| file.name == name)
            .map(|file| file.gzip)
    }
}

impl Drop for ServedPage {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl PageFile {
    fn weighed(file: &Path) -> Self {
        let name = file.file_name().expect("a file").to_string_lossy();
        let size = |suffix: &str| {
            let compressed = file.with_file_name(format!("{name}{suffix}"));
            compressed.metadata().expect("it was compressed").len()
        };
        Self {
            raw: size(""),
            gzip: size(".gz"),
            brotli: size(".br"),
            name: name.into_owned(),
        }
    }
}

async fn compress(files: &[PathBuf]) {
    let mut gzip = Command::new("gzip");
    gzip.args(["-9", "--no-name", "--keep"]).args(files);
    let mut brotli = Command::new("node");
    brotli.args(["-e", COMPRESS_WITH_BROTLI, "--"]).args(files);
    for mut program in [gzip, brotli] {
        let status = program.status().await.expect("gzip and Node.js are here");
        assert!(status.success(), "{program:?}: {status}");
    }
}

/// The sign-in page, an empty Yew page, and the form written by hand.
pub(crate) async fn all() -> [ServedPage; 3] {
    let project = journeys::project();
    let by_hand = ScratchFolder::new("by-hand");
    write_by_hand(by_hand.path());
    [
        ServedPage::of("this page", &files_in(&project.join("dist"))).await,
        ServedPage::of(
            "an empty Yew page",
            &files_in(&project.join("target/bench/empty_yew_page")),
        )
        .await,
        ServedPage::of("the form written by hand", &files_in(by_hand.path())).await,
    ]
}

/// Writes the form by hand with what the built page has for its first paint as well: the minified style sheet and the icon
/// inside the page, with the policy for them.
fn write_by_hand(folder: &Path) {
    let project = journeys::project();
    let read = |file: &str| {
        fs::read_to_string(project.join(file))
            .unwrap_or_else(|error| panic!("{file}: {error}; run `make bench`"))
    };
    let built = read("dist/index.html");
    let between = |start: &str, end: &str| {
        let found = built
            .split_once(start)
            .and_then(|(_, rest)| rest.split_once(end));
        found
            .unwrap_or_else(|| panic!("the built page has no {start}…{end}"))
            .0
    };
    let mut page = read("benches/hand_written/index.html");
    for (old, new) in [
        (
            "style-src 'self'",
            format!("style-src {}", between("style-src ", ";")),
        ),
        ("img-src 'self'", "img-src data:".to_owned()),
        (
            r#"<link rel="icon" href="icon.svg">"#,
            format!("<link rel=icon {}>", between("<link rel=icon ", ">")),
        ),
        (
            r#"<link rel="stylesheet" href="page.css">"#,
            format!("<style>{}</style>", between("<style>", "</style>")),
        ),
    ] {
        assert_eq!(page.matches(old).count(), 1, "{old}");
        page = page.replace(old, &new);
    }
    fs::write(folder.join("index.html"), page).expect("it is written");
    fs::write(folder.join("page.js"), read("benches/hand_written/page.js")).expect("it is written");
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}; run `make bench`", folder.display()));
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("it is read").path())
        // For the host, not for a browser.
        .filter(|file| !file.ends_with("_headers"))
        .collect();
    files.sort();
    files
}
