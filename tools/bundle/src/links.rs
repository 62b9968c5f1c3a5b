//! The links to the project itself, as far as the package says where it is.

use std::error::Error;

use kometa_trakt_sign_in::{LICENSE, REPOSITORY};

use crate::files::replace_once;

/// The navigation at the top of the page, which is empty in `index.html`.
const TOP: &str = "<nav aria-label=\"About this page\"></nav>";

/// The line at the bottom of the page, which is empty in `index.html`.
const BOTTOM: &str = "<p class=links></p>";

/// Fills in the links at the top and at the bottom of the page.
pub(crate) fn fill_in(html: &str) -> Result<String, Box<dyn Error>> {
    let html = replace_once(html, TOP, &top(REPOSITORY))?;
    replace_once(&html, BOTTOM, &bottom(REPOSITORY, LICENSE))
}

/// Returns the navigation; nothing for a package without a repository.
fn top(repository: &str) -> String {
    let links = links(repository, &[("Source", ""), ("Report a fault", "/issues")]);
    match links.is_empty() {
        true => String::new(),
        false => TOP.replace("></", &format!(">{links}</")),
    }
}

/// Returns the links and the licence; the licence alone for a package without a repository.
fn bottom(repository: &str, license: &str) -> String {
    let links = links(
        repository,
        &[
            ("Source", ""),
            ("Report a fault", "/issues"),
            ("Privacy and safety", "/blob/HEAD/SECURITY.md"),
        ],
    );
    let license = match repository {
        "" => format!("<span>{license} licence</span>"),
        _ => link(
            repository,
            &format!("{license} licence"),
            "/blob/HEAD/LICENSE",
        ),
    };
    BOTTOM.replace("></", &format!(">{links}{license}</"))
}

fn links(repository: &str, links: &[(&str, &str)]) -> String {
    if repository.is_empty() {
        return String::new();
    }
    links
        .iter()
        .map(|(name, path)| link(repository, name, path))
        .collect()
}

/// Returns a link that opens in a tab of its own: following it must not cost what was typed.
fn link(repository: &str, name: &str, path: &str) -> String {
    let repository = repository.trim_end_matches('/');
    format!("<a href=\"{repository}{path}\" target=_blank rel=\"noopener noreferrer\">{name}</a>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_without_a_repository_has_no_links() {
        assert_eq!(top(""), "");
        assert_eq!(
            bottom("", "MIT"),
            "<p class=links><span>MIT licence</span></p>"
        );
    }

    #[test]
    fn source_faults_safety_and_licence_are_found_in_the_repository() {
        let repository = "https://code.example/kometa/sign-in/";
        let found: Vec<_> = [top(repository), bottom(repository, "MIT")]
            .iter()
            .flat_map(|html| html.split("href=\"https://code.example/kometa/sign-in"))
            .filter_map(|rest| rest.split_once('"'))
            .map(|(path, _)| path.to_owned())
            .filter(|path| path.is_empty() || path.starts_with('/'))
            .collect();
        assert_eq!(
            found,
            [
                "",
                "/issues",
                "",
                "/issues",
                "/blob/HEAD/SECURITY.md",
                "/blob/HEAD/LICENSE"
            ]
        );
    }

    #[test]
    fn a_page_without_a_place_for_the_links_is_not_finished() {
        assert!(fill_in("<p>Hi</p>").is_err());
        let page = format!("<header>{TOP}</header><footer>{BOTTOM}</footer>");
        assert!(fill_in(&page).unwrap().contains("licence"));
    }
}
