//! What the user sees, one piece a file.
//!
//! A piece is a function of what it shows. It is a component only where it must not be drawn anew with each change
//! elsewhere.

#![allow(
    missing_docs,
    reason = "what a property or a component is, its name and its words say"
)]

mod changes;
mod config_alert;
mod config_next_step;
mod config_step;
mod config_text_area;
mod connection_status;
mod copy_button;
mod credentials;
mod device_step;
mod explanation_alert;
mod failure_alert;
mod host_choice;
mod input_alert;
mod later_status;
pub mod later_view;
mod long_text_notice;
mod make_an_app;
mod method_choice;
mod open_config;
pub mod page_view;
mod pin_life;
mod pin_step;
mod qr_code;
mod question_view;
mod refresh_step;
mod result_view;
mod return_alert;
mod return_step;
mod status;
mod step;
mod terminal_way;
mod text_field;
mod updated_config_view;
mod wait_controls;

pub use changes::changes;
pub use config_alert::{ConfigAlert, config_alert};
pub use config_next_step::{config_next_step, pasted_config_actions};
pub use config_step::{ConfigNews, ConfigStep, config_step};
pub use config_text_area::ConfigTextArea;
pub use connection_status::{ConnectionNews, connection_status};
pub use copy_button::{CopyButton, copy_button};
pub use credentials::{Credentials, credentials};
pub use device_step::{DeviceStep, UserCode, device_step};
pub use explanation_alert::{ExplanationAlert, explanation_alert};
pub use failure_alert::{FailureAlert, failure_alert};
pub use host_choice::{HostChoice, host_choice};
pub use input_alert::{InputAlert, input_alert};
pub use later_status::later_status;
pub use long_text_notice::{LongTextNotice, long_text_notice};
pub use make_an_app::{MakeAnApp, make_an_app};
pub use method_choice::{MethodChoice, method_choice};
pub use open_config::{OpenConfig, OpenedNews, open_config};
pub use pin_life::{no_pin, pin_life};
pub use pin_step::{PinNews, PinStep, pin_step};
pub use qr_code::QrCode;
pub use question_view::{QuestionView, question_view};
pub use refresh_step::{RefreshStep, refresh_step};
pub use result_view::{CheckView, ResultView, notes_on, result_view, warning_of};
pub use return_alert::return_alert;
pub use return_step::{ReturnStep, return_step};
pub use status::status;
pub use step::{Step, step};
pub use terminal_way::{TerminalWay, terminal_way};
pub use text_field::{FieldNews, TextField, field_id, text_field};
pub use updated_config_view::{UpdatedConfigView, updated_config_view};
pub use wait_controls::{WaitControls, wait_controls};
