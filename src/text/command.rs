//! The request as commands for a terminal.

/// The button that copies the command for macOS and Linux.
pub const COPY_FOR_SH: &str = "Copy command for macOS and Linux";

/// The button that copies the command for Windows PowerShell.
pub const COPY_FOR_POWERSHELL: &str = "Copy command for Windows PowerShell";

/// The heading over the commands.
pub const HEADING: &str = "Another way: send it from a terminal";

/// Says what the commands do.
pub const ABOUT: &str = "These commands send the same request without a browser. Run one of them soon, on any \
     computer that reaches Trakt: a PIN lasts ten minutes. Each command contains your client secret, and the terminal \
     may remember it.";

/// The label of the command for macOS and Linux.
pub const FOR_SH: &str = "Command for macOS and Linux";

/// The label of the command for Windows PowerShell.
pub const FOR_POWERSHELL: &str = "Command for Windows PowerShell";

/// The button that reads the output of a command.
pub const USE_OUTPUT: &str = "Use this answer";
