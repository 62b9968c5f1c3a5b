//! The request as commands for a terminal.

/// The button that copies the command for macOS and Linux.
pub const COPY_FOR_SH: &str = "Copy command for macOS and Linux";

/// The button that copies the command for Windows PowerShell.
pub const COPY_FOR_POWERSHELL: &str = "Copy command for Windows PowerShell";
