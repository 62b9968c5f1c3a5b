//! The lines of a file that differ, before and after.

use std::rc::Rc;

use yew::prelude::*;

use crate::kometa::config::{Change, Line};

#[derive(Properties, PartialEq)]
pub struct ChangesProps {
    /// What differs, from top to bottom.
    pub changes: Rc<[Change]>,
    /// Whether secrets are shown in clear.
    pub secrets_shown: bool,
    /// Secrets are to be shown, or hidden again.
    pub on_toggle: Callback<()>,
}

#[component]
pub fn Changes(props: &ChangesProps) -> Html {
    if props.changes.is_empty() {
        return html! {};
    }
    let shown = props.secrets_shown;
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
                for change in props.changes.iter() {
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
                onclick={props.on_toggle.reform(|_: MouseEvent| ())}>
                {"Show the secrets in it"}
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
