//! The lines of a file that differ, before and after.

use yew::prelude::*;

use crate::kometa::config::{Change, Line};

/// Secrets are shown in clear or as dots; a press on the button turns one into the other.
pub fn changes(changes: &[Change], secrets_shown: bool, on_toggle: Callback<MouseEvent>) -> Html {
    if changes.is_empty() {
        return html! {};
    }
    let shown = secrets_shown;
    html! {
        <>
            <table class="changes">
                <caption>{"Lines of your config.yml, before and after"}</caption>
                <thead>
                    <tr>
                        <th scope="col">{"Line"}</th>
                        <th scope="col">{"Change"}</th>
                        <th scope="col">{"Text"}</th>
                    </tr>
                </thead>
                for change in changes.iter() {
                    <tbody>
                        for line in &change.before {
                            {row(line, false, shown)}
                        }
                        for line in &change.after {
                            {row(line, true, shown)}
                        }
                    </tbody>
                }
            </table>
            <button type="button" class="quiet" aria-pressed={shown.to_string()}
                onclick={on_toggle}>
                {"Show the secrets"}
            </button>
        </>
    }
}

fn row(line: &Line, is_new: bool, secrets_shown: bool) -> Html {
    let text = match secrets_shown {
        true => line.text.clone(),
        false => masked(line),
    };
    let (class, sign, name) = match is_new {
        true => ("added", "+", "added"),
        false => ("removed", "−", "removed"),
    };
    html! {
        <tr {class}>
            <td class="number">{line.number}</td>
            <td><span aria-hidden="true">{sign}</span><span class="visually-hidden">{name}</span></td>
            <td><code>{text}</code></td>
        </tr>
    }
}

/// The line with dots for every secret, always as many: the length is nobody's business either.
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
