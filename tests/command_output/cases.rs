//! Outputs that people really had.

use super::*;

#[test]
fn t01a_the_request_that_is_shown_above_curls_error_is_no_answer() {
    let failure = read(include_str!("../cases/T01a.txt")).unwrap_err();
    let line = "curl: (6) Could not resolve host: api.trakt.tv";
    assert_eq!(failure.cause, FailureCause::Command(not_sent(line)));
    assert_eq!(failure.grant_use(), GrantUse::NotUsed);
    let explanation = text::failure::explain(&failure);
    assert_eq!(explanation.title, "The command did not reach Trakt either");
    assert!(
        explanation
            .meaning
            .contains("The PIN has not been used up."),
        "{}",
        explanation.meaning
    );
}

#[test]
fn t02_the_command_for_another_shell_sent_nothing_and_the_right_one_is_offered() {
    for (output, ran_in) in [
        (
            include_str!("../cases/T02a.txt"),
            CommandLine::CommandPrompt,
        ),
        (include_str!("../cases/T02d.txt"), CommandLine::PowerShell),
    ] {
        let failure = read(output).unwrap_err();
        assert_eq!(failure.cause, FailureCause::Command(wrong_shell(ran_in)));
        assert_eq!(failure.grant_use(), GrantUse::NotUsed);
        assert_eq!(
            text::failure::explain(&failure).remedies,
            [text::Remedy::OtherCommand(Shell::PowerShell)]
        );
    }
}

#[test]
fn t03a_powershells_own_words_are_shown_and_nothing_is_used_up() {
    let failure = read(include_str!("../cases/T03a.txt")).unwrap_err();
    let line = "The remote name could not be resolved: 'api.trakt.tv'";
    assert_eq!(failure.cause, FailureCause::Command(not_sent(line)));
    assert_eq!(failure.grant_use(), GrantUse::NotUsed);
}

#[test]
fn t04_typographic_quotes_are_quotes() {
    assert_eq!(read(include_str!("../cases/T04.txt")), Ok(token()));
}

#[test]
fn t05_rows_are_put_together_to_the_very_tokens() {
    assert_eq!(read(include_str!("../cases/T05a-160.txt")), Ok(token()));
    assert_eq!(read(include_str!("../cases/T05d-74.txt")), Ok(token()));
}

#[test]
fn t06b_an_error_code_of_cloudflares_means_what_it_means_as_a_response() {
    assert_eq!(
        response(include_str!("../cases/T06b.txt")),
        Response::new(200, "error code: 1020")
    );
    let shown = "user@host:~$ curl …\r\nerror code: 1020\r\nHTTP 403\r\n";
    assert_eq!(response(shown), Response::new(403, "error code: 1020"));
}

#[test]
fn s06_numbers_mean_what_they_mean_in_a_response() {
    for output in [
        include_str!("../cases/S06a.json"),
        include_str!("../cases/S06c.json"),
    ] {
        let fetched = request().read(&Ok(Response::new(200, output)), RECEIVED_AT);
        assert_eq!(
            read(output).map_err(|failure| failure.cause),
            fetched.map_err(|failure| failure.cause)
        );
        let members: Value = serde_json::from_str(response(output).body.text.reveal()).unwrap();
        assert_eq!(members, serde_json::from_str::<Value>(output).unwrap());
    }
}
