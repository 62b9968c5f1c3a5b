//! Mounts the page.

use kometa_trakt_sign_in::browser::{page::mount_point, panic::show_message};
use kometa_trakt_sign_in::ui::{App, AppProps, BeforeStart};

fn main() {
    // Yew's own hook would print the panic's text, which could hold a secret, to the console.
    yew::set_custom_panic_hook(Box::new(show_message));
    if let Some(mount_point) = mount_point() {
        let props = AppProps {
            before_start: BeforeStart::read(),
        };
        yew::Renderer::<App>::with_root_and_props(mount_point, props).render();
    }
}
