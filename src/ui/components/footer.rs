//! How to see which Kometa one has, what its versions do, and who is not behind this page.

use yew::prelude::*;

/// The id of the heading that the link at the top leads to.
pub(super) const KOMETA_VERSION_ID: &str = "kometa-version";

pub fn footer() -> Html {
    html! {
        <footer>
            <h2 id={KOMETA_VERSION_ID} tabindex="-1">{"Which Kometa do I have?"}</h2>
            <p>
                {"Kometa prints its version near the top of its log, each time it starts. The log is "}<code>{"meta.log"}</code>
                {" in the folder "}<code>{"logs"}</code>{" beside your config.yml; in Docker, "}<code>{"docker logs kometa"}</code>
                {" shows it too."}
            </p>
            <ul>
                <li>{"Up to 2.4.7, Kometa can also take a PIN itself, where it can ask for one."}</li>
                <li>
                    {"2.4.8 signs in only with a block like the one from this page, and renews it only if it has a client \
                      secret."}
                </li>
                <li>
                    {"2.5.0 and newer log “Trakt is no longer supported, please see Announcements” and do not use the block. \
                      Some pages say that this began with 2.4.9."}
                </li>
            </ul>
            <p>{"Not affiliated with Trakt or Kometa."}</p>
        </footer>
    }
}
