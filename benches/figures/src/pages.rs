//! The pages that are measured, each in a folder beside its compressed files, served as a static host does.

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
            std::fs::copy(source, &copy).expect("it is copied");
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
    let mut by_hand = files_in(&project.join("benches/hand_written"));
    by_hand.extend(["page.css", "icon.svg"].map(|file| project.join("style").join(file)));
    [
        ServedPage::of("this page", &files_in(&project.join("dist"))).await,
        ServedPage::of(
            "an empty Yew page",
            &files_in(&project.join("target/bench/empty_yew_page")),
        )
        .await,
        ServedPage::of("the form written by hand", &by_hand).await,
    ]
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}; run `make bench`", folder.display()));
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("it is read").path())
        // For the host, not for a browser.
        .filter(|file| !file.ends_with("_headers"))
        .collect();
    files.sort();
    files
}
