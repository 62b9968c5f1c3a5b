//! The lines of a file that differ, before and after.

use yew::prelude::*;

use super::link::Link;
use super::sentence::sentence;
use crate::kometa::config::{Change, Line};
use crate::page::config::ConfigEvent;
use crate::page::event::Event;
use crate::text;

/// Draws the lines; nothing where none differ. Secrets are shown in clear or as dots, and a button turns one into the
/// other.
pub(super) fn changes(changes: &[Change], secrets_shown: bool, link: &Link) -> Html {
    if changes.is_empty() {
        return html! {};
    }
    html! {
        <>
            <table class="changes">
                <caption>{text::config::CHANGES}</caption>
                <thead>
                    <tr>
                        for column in text::config::CHANGES_COLUMNS {
                            <th scope="col">{column}</th>
                        }
                    </tr>
                </thead>
                for change in changes {
                    <tbody>
                        for line in &change.before {
                            {row(line, false, secrets_shown)}
                        }
                        for line in &change.after {
                            {row(line, true, secrets_shown)}
                        }
                    </tbody>
                }
            </table>
            <button
                type="button"
                class="quiet"
                aria-pressed={secrets_shown.to_string()}
                onclick={link.press(Event::Config(ConfigEvent::SecretsToggled))}
            >
                {text::config::SHOW_SECRETS}
            </button>
        </>
    }
}

fn row(line: &Line, is_new: bool, secrets_shown: bool) -> Html {
    let shown = match secrets_shown {
        true => line.text.clone(),
        false => masked(line),
    };
    let (class, sign) = match is_new {
        true => ("added", "+"),
        false => ("removed", "−"),
    };
    html! {
        <tr {class}>
            <td class="number" translate="no">{line.number}</td>
            <td>
                <span aria-hidden="true" translate="no">{sign}</span>
                <span class="visually-hidden">{sentence(text::config::line_change(is_new))}</span>
            </td>
            <td><code translate="no">{shown}</code></td>
        </tr>
    }
}

/// Returns the line with dots for every secret, always as many: the length of a secret is nobody's business either.
///
/// `{a: b, c: d}` with `b` and `d` secret becomes `{a: ••••••••, c: ••••••••}`.
fn masked(line: &Line) -> String {
    let mut masked = String::new();
    let mut end = 0;
    for secret in &line.secrets {
        masked.push_str(line.text.get(end..secret.start).unwrap_or_default());
        masked.push_str("••••••••");
        end = secret.end;
    }
    masked.push_str(line.text.get(end..).unwrap_or_default());
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_and_the_rest_of_the_line_stays() {
        let line = |text: &str, secrets: &[std::ops::Range<usize>]| Line {
            number: 1,
            text: text.into(),
            secrets: secrets.to_vec(),
        };
        let text = "  client_secret: ŻŻŻ # mine";
        let start = text.find('Ż').unwrap();
        assert_eq!(
            masked(&line(text, std::slice::from_ref(&(start..start + 6)))),
            "  client_secret: •••••••• # mine"
        );
        assert_eq!(
            masked(&line("{a: b, c: d}", &[4..5, 10..11])),
            "{a: ••••••••, c: ••••••••}"
        );
        assert_eq!(masked(&line("plex:", &[])), "plex:");
    }
}
