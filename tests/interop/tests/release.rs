//! Which release is `latest`, as the workflow that publishes it asks.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

fn is_newest(version: &str, tags: &[&str]) -> bool {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut program = Command::new("bash")
        .args(["hosting/is-newest", version])
        .current_dir(project)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("bash is here");
    let mut stdin = program.stdin.take().expect("it is piped");
    // A version that is not final ends it before it has read them.
    let _ = stdin.write_all(tags.join("\n").as_bytes());
    drop(stdin);
    let output = program.wait_with_output().expect("it ends");
    assert!(output.stderr.is_empty(), "{output:?}");
    output.status.success()
}

#[test]
fn latest_never_moves_back_to_an_older_line() {
    let tags = ["v0.9.0", "v0.10.0", "v0.9.1", "v1.0.0-rc.1"];
    assert!(is_newest("v0.10.0", &tags));
    for older in ["v0.9.1", "v0.9.0", "v0.2.10"] {
        assert!(!is_newest(older, &tags), "{older}");
    }
}

#[test]
fn latest_is_never_a_version_still_to_be_tried() {
    assert!(!is_newest("v1.0.0-rc.1", &["v0.9.0", "v1.0.0-rc.1"]));
    assert!(is_newest("v1.0.0", &["v1.0.0-rc.1", "v1.0.0"]));
    assert!(!is_newest("v1.0", &[]));
}

#[test]
fn the_first_release_is_latest() {
    assert!(is_newest("v0.1.0", &[]));
    assert!(is_newest("v0.1.0", &["v0.1.0", "videos", "v2"]));
}

/// The lines of the workflows that do something.
fn workflow_lines() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.github/workflows");
    let files = std::fs::read_dir(folder).expect("the workflows are there");
    let texts = files.map(|file| std::fs::read_to_string(file.expect("it is read").path()));
    texts
        .flat_map(|text| {
            let text = text.expect("it is text");
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        })
        .filter(|line| !line.trim_start().starts_with('#'))
        .collect()
}

#[test]
fn no_workflow_runs_an_image_that_nothing_pins() {
    // `buildx create` and the action that does it start BuildKit by a tag; zizmor does not look into commands.
    let starts_image = [
        "buildx create",
        "setup-buildx-action",
        "setup-qemu-action",
        "docker run ",
        "docker pull ",
    ];
    let lines = workflow_lines();
    assert!(lines.len() > 100, "{lines:?}");
    for line in lines {
        let starts_one = starts_image.iter().any(|start| line.contains(start));
        assert!(!starts_one || line.contains("@sha256:"), "{line}");
    }
}

#[test]
fn the_published_image_is_made_of_one_that_is_pinned() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../hosting/Dockerfile");
    let text = std::fs::read_to_string(file).expect("it is there");
    let mut from = text.lines().filter(|line| line.starts_with("FROM "));
    assert!(from.all(|line| line.contains("@sha256:")), "{text}");
}
