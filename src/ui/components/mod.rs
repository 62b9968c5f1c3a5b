//! What the user sees, one piece a file.

mod connection_status;
mod copy_button;
mod credentials;
mod explanation_alert;
mod failure_alert;
mod footer;
mod input_alert;
mod intro;
mod make_an_app;
mod method_choice;
mod pin_step;
mod refresh_step;
mod result_view;
mod return_step;
mod status;
mod terminal_way;
mod text_field;

pub use connection_status::ConnectionStatus;
pub use copy_button::CopyButton;
pub use credentials::Credentials;
pub use explanation_alert::ExplanationAlert;
pub use failure_alert::FailureAlert;
pub use footer::Footer;
pub use input_alert::InputAlert;
pub use intro::Intro;
pub use make_an_app::MakeAnApp;
pub use method_choice::MethodChoice;
pub use pin_step::PinStep;
pub use refresh_step::RefreshStep;
pub use result_view::ResultView;
pub use return_step::ReturnStep;
pub use status::Status;
pub use terminal_way::TerminalWay;
pub use text_field::TextField;
