//! Time zone and home currency: guessed, asked once, changed any time.

use crate::bot::turn::Turn;
use crate::tools::ToolError;

/// `/settings`
pub(super) async fn show(_turn: &mut Turn) -> Result<(), ToolError> {
    Ok(())
}

/// After a person's first import: asks what is not known yet, with a guess.
pub(super) async fn ask_after_first_import(_turn: &mut Turn) -> Result<(), ToolError> {
    Ok(())
}

/// A time zone was tapped; `None` asks for a city.
pub(super) async fn time_zone(_turn: &mut Turn, _name: Option<String>, _message: Option<i32>) -> Result<(), ToolError> {
    Ok(())
}

/// A city was typed.
pub(super) async fn time_zone_typed(_turn: &mut Turn, _text: &str) -> Result<(), ToolError> {
    Ok(())
}

/// A currency was tapped; `None` asks for a code.
pub(super) async fn home_currency(
    _turn: &mut Turn,
    _code: Option<String>,
    _message: Option<i32>,
) -> Result<(), ToolError> {
    Ok(())
}

/// A currency was typed.
pub(super) async fn home_currency_typed(_turn: &mut Turn, _text: &str) -> Result<(), ToolError> {
    Ok(())
}
