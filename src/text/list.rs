//! Several names in one sentence.

/// Returns the names with commas and an “and”, as in “scope, token_type and created_at”.
pub(super) fn in_a_row(names: &[&str]) -> String {
    match names {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        names => names.concat(),
    }
}
