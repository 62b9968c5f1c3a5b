//! An authorization server that this project did not write accepts its PKCE requests.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};

use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::pkce::{CodeChallenge, CodeVerifier, CsrfToken};
use kometa_trakt_sign_in::trakt::redirect::{
    AuthorizationResponse, PendingSignIn, accept, authorize_url,
};
use kometa_trakt_sign_in::trakt::{ClientId, Grant, SignInHost, TokenRequest};
use serde_json::Value;

const CLIENT_ID: &str = "an-app-without-a-secret";
const REDIRECT_URI: &str = "https://page.example/some/where/";

struct Server {
    process: Child,
    /// Closed, it would end the server at its next word.
    _output: BufReader<ChildStdout>,
    origin: String,
    cookies: std::path::PathBuf,
}

impl Server {
    fn start() -> Self {
        let command =
            "source tools/toolchain.sh && exec node tests/interop/authorization_server.mjs \"$@\"";
        let home = "source tools/toolchain.sh && echo \"$authorization_server_home\"";
        let project = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let home = Command::new("bash")
            .args(["-c", home])
            .current_dir(project)
            .output()
            .unwrap();
        let home = String::from_utf8(home.stdout).unwrap();
        let mut process = Command::new("bash")
            .args([
                "-c",
                command,
                "server",
                home.trim(),
                CLIENT_ID,
                REDIRECT_URI,
            ])
            .current_dir(project)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let port: u16 = line
            .trim()
            .parse()
            .expect("the server is set up by tools/set-up and prints its port");
        let unique = format!("authorization-server-cookies-{}-{port}", std::process::id());
        Self {
            process,
            _output: output,
            origin: format!("http://127.0.0.1:{port}"),
            cookies: std::env::temp_dir().join(unique),
        }
    }

    /// What the real hosts of a request are replaced by.
    fn here(&self, url: &str) -> String {
        let (_, path) = url
            .strip_prefix("https://")
            .unwrap()
            .split_once('/')
            .unwrap();
        format!("{}/{path}", self.origin)
    }

    /// Where the server sends a browser that asks for this.
    fn redirected_from(&self, url: &str) -> String {
        let cookies = self.cookies.to_str().unwrap();
        let format = [
            "--write-out",
            "%{redirect_url}",
            "--output",
            "/dev/null",
            "--silent",
        ];
        let jar = ["--cookie", cookies, "--cookie-jar", cookies];
        let output = Command::new("curl")
            .args(format)
            .args(jar)
            .arg(url)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    fn post_json(&self, url: &str, body: &str) -> Value {
        let json = [
            "--header",
            "Content-Type: application/json",
            "--data-binary",
            body,
        ];
        let output = Command::new("curl")
            .arg("--silent")
            .args(json)
            .arg(url)
            .output()
            .unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = std::fs::remove_file(&self.cookies);
    }
}

/// Goes to the server and back, and gives what the page then sends.
fn sign_in(server: &Server) -> TokenRequest {
    let pending = PendingSignIn {
        host: SignInHost::Current,
        client_id: ClientId::new(CLIENT_ID),
        has_client_secret: false,
        redirect_uri: REDIRECT_URI.into(),
        csrf_token: CsrfToken::from_random(rand::random()),
        code_verifier: CodeVerifier::from_random(rand::random()),
        started_at: Timestamp::default(),
    };
    let challenge = CodeChallenge::of(&pending.code_verifier);
    let url = authorize_url(
        pending.host,
        &pending.client_id,
        &pending.redirect_uri,
        &pending.csrf_token,
        &challenge,
    );
    let mut url = server.here(&url);
    for _ in 0..10 {
        if url.starts_with(REDIRECT_URI) {
            break;
        }
        url = server.redirected_from(&url);
    }
    let query = url
        .strip_prefix(REDIRECT_URI)
        .expect("the server sends the browser back");
    // The server names itself as the issuer (RFC 9207), as Trakt would name itself.
    let query: String = query
        .split('&')
        .filter(|parameter| !parameter.trim_start_matches('?').starts_with("iss="))
        .chain(["iss=https%3A%2F%2Fauth.trakt.tv"])
        .collect::<Vec<_>>()
        .join("&");
    let returned = AuthorizationResponse::from_query(&query).unwrap();
    let (pending, code) = accept(returned, Some(pending), Timestamp::from_unix_seconds(1)).unwrap();
    TokenRequest {
        host: pending.host,
        app: pending.app(),
        grant: Grant::Code {
            code,
            redirect_uri: pending.redirect_uri,
            code_verifier: pending.code_verifier,
        },
    }
}

#[test]
fn a_code_with_its_verifier_is_exchanged_and_with_another_it_is_not() {
    let server = Server::start();
    let send = |request: &TokenRequest| {
        let request = request.to_request();
        server.post_json(&server.here(request.url), request.body.unwrap().reveal())
    };
    let token = send(&sign_in(&server));
    assert!(token["access_token"].is_string(), "{token}");

    let mut forged = sign_in(&server);
    if let Grant::Code { code_verifier, .. } = &mut forged.grant {
        *code_verifier = CodeVerifier::from_random([0; 32]);
    }
    assert_eq!(send(&forged)["error"], "invalid_grant");
}
