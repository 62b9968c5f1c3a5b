//! nginx and Caddy before the built page, each with the configuration that this project hands out.

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};

use crate::browser::ScratchFolder;

/// The web servers that the page comes with a configuration for.
#[derive(Clone, Copy, Debug)]
pub enum Software {
    Nginx,
    Caddy,
}

/// One that serves `dist/` on a local port.
pub struct WebServer {
    _process: Child,
    _folder: ScratchFolder,
    address: SocketAddr,
}

impl WebServer {
    /// Starts it and waits until it answers.
    pub async fn start(software: Software) -> Self {
        let folder = ScratchFolder::new("web-server");
        let address = free_address().await;
        let (configuration, start) = match software {
            Software::Nginx => (nginx_configuration(address), NGINX),
            Software::Caddy => (caddy_configuration(address), CADDY),
        };
        std::fs::write(folder.path().join("configuration"), configuration)
            .expect("a file can be written");
        let mut process = Command::new("bash")
            .args(["-c", &format!("source tools/toolchain.sh; {start}"), "bash"])
            .arg(folder.path())
            .current_dir(crate::project())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("bash is there");
        let begun = Instant::now();
        while TcpStream::connect(address).await.is_err() {
            let ended = process.try_wait().expect("its state is known");
            assert!(
                ended.is_none() && begun.elapsed() < Duration::from_secs(10),
                "{software:?} does not serve: run tools/set-up"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Self {
            _process: process,
            _folder: folder,
            address,
        }
    }

    /// The page's address.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// The head of its response to a GET, as a browser would ask.
    pub async fn head_of(&self, path: &str) -> Head {
        let mut stream = TcpStream::connect(self.address).await.expect("it listens");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n",
            self.address
        );
        stream
            .write_all(request.as_bytes())
            .await
            .expect("it is sent");
        let mut response = Vec::new();
        stream
            .read_to_end(&mut response)
            .await
            .expect("it is answered");
        let response = String::from_utf8_lossy(&response);
        let (head, _) = response.split_once("\r\n\r\n").expect("a head");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        Head {
            status: status
                .and_then(|status| status.parse().ok())
                .expect("a status"),
            fields: lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
        }
    }
}

/// Status and header fields of a response.
#[derive(Debug)]
pub struct Head {
    pub status: u16,
    fields: Vec<(String, String)>,
}

impl Head {
    /// The values of all fields with this name.
    pub fn values(&self, name: &str) -> Vec<&str> {
        self.fields
            .iter()
            .filter(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| &**value)
            .collect()
    }
}

/// One process, so that nothing of it is left when it is killed.
const NGINX: &str = r#"nginx=$(web_server nginx) && ln -s "$(dirname "$nginx")/../../etc/nginx/mime.types" "$1" &&
    exec "$nginx" -e stderr -p "$1" -c "$1/configuration" -g "daemon off; master_process off;""#;

const CADDY: &str = r#"caddy=$(web_server caddy) && HOME=$1 exec "$caddy" run --adapter caddyfile --config "$1/configuration""#;

/// Around the file for `conf.d`, what a distribution's main file has.
fn nginx_configuration(address: SocketAddr) -> String {
    let page = handed_out("nginx.conf");
    let page = replace_once(&page, "listen 8080;", &format!("listen {address};"));
    let page = replace_once(&page, "/usr/share/nginx/html", &dist());
    let folders: String = ["client_body", "fastcgi", "proxy", "scgi", "uwsgi"]
        .map(|what| format!("{what}_temp_path {what};\n"))
        .concat();
    format!(
        "pid pid;\nevents {{}}\nhttp {{\ninclude mime.types;\naccess_log off;\n{folders}{page}\n}}\n"
    )
}

fn caddy_configuration(address: SocketAddr) -> String {
    let page = handed_out("Caddyfile");
    let site = format!(":{} {{\n\tbind {}", address.port(), address.ip());
    let page = replace_once(&page, ":8080 {", &site);
    let page = replace_once(&page, "/usr/share/caddy", &dist());
    format!("{{\n\tadmin off\n}}\n{page}")
}

fn handed_out(name: &str) -> String {
    let file = crate::project().join("hosting").join(name);
    std::fs::read_to_string(file).expect("it is handed out")
}

fn dist() -> String {
    format!("\"{}\"", crate::project().join("dist").display())
}

fn replace_once(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old}");
    text.replace(old, new)
}

async fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    listener.local_addr().expect("a bound port")
}
