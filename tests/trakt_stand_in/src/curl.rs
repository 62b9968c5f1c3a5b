//! A real shell and a real curl for which Trakt's hosts are at the stand-in.

use super::TraktStandIn;

/// Runs the command as it is, with a curl that finds Trakt's hosts at the stand-in.
pub async fn run_in_sh(command: &str, trakt: &TraktStandIn) -> String {
    let home =
        std::env::temp_dir().join(format!("curl-home-{}-{}", std::process::id(), trakt.port()));
    std::fs::create_dir_all(&home).unwrap();
    let port = trakt.port();
    let settings = format!(
        "insecure\nconnect-to = \"api.trakt.tv:443:127.0.0.1:{port}\"\nconnect-to = \"auth.trakt.tv:443:127.0.0.1:{port}\"\n"
    );
    std::fs::write(home.join(".curlrc"), settings).unwrap();
    let output = tokio::process::Command::new("sh")
        .arg("-c")
        .arg(command)
        .env("CURL_HOME", &home)
        .output()
        .await
        .unwrap();
    std::fs::remove_dir_all(&home).unwrap();
    let printed = [output.stdout, output.stderr].concat();
    String::from_utf8(printed).unwrap()
}
