//! What Kometa's versions do, and who is not behind this page.

use yew::prelude::*;

#[component]
pub fn Footer() -> Html {
    html! {
        <footer>
            <p>
                {"Kometa up to 2.4.7 can also take a PIN itself. Kometa 2.4.8 signs in only with a block like the one \
                  this page makes, and renews it only if it has a client secret. Kometa 2.4.9 no longer works with Trakt."}
            </p>
            <p>{"Not affiliated with Trakt or Kometa."}</p>
        </footer>
    }
}
