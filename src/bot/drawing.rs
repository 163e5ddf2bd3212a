//! Pictures as data: they wait in the outbox as figures and are drawn when they are sent.
//!
//! **Invariant:** the words are sent whatever becomes of the picture.

use serde::{Deserialize, Serialize};

use super::charts::{CategoryShares, Picture, category_shares};
use super::outgoing::{FileKind, Outgoing, OutgoingFile, escape};
use crate::texts::Language;

/// A picture to draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "draws", rename_all = "snake_case")]
pub enum Drawing {
    /// Where the money went.
    Shares(CategoryShares),
}

impl Drawing {
    fn draw(&self) -> anyhow::Result<Picture> {
        match self {
            Self::Shares(shares) => category_shares(shares, Language::default().texts()),
        }
    }
}

/// The message as a photo, with its picture's bytes; as it is when it has none, or none that can be drawn. A picture without
/// words is sent with its own.
pub async fn drawn(message: &Outgoing) -> (Outgoing, Option<Vec<u8>>) {
    let words = Outgoing { drawing: None, ..message.clone() };
    let Some(drawing) = message.drawing.clone() else { return (words, None) };
    let picture = match tokio::task::spawn_blocking(move || drawing.draw()).await {
        Ok(Ok(picture)) => picture,
        Ok(Err(error)) => {
            tracing::error!(%error, "a picture cannot be drawn; its words go alone");
            return (words, None);
        }
        Err(error) => {
            tracing::error!(%error, "drawing a picture panicked; its words go alone");
            return (words, None);
        }
    };
    let html = if words.html.is_empty() { escape(&picture.text) } else { words.html };
    let file = OutgoingFile { kind: FileKind::Photo, file_name: "summary.png".to_owned() };
    (Outgoing { html, file: Some(file), ..words }, Some(picture.png))
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::bot::charts::Share;
    use crate::bot::outgoing::{CAPTION_UNITS_MAX, stored};
    use crate::domain::{Category, ChatId};

    fn message(html: String) -> Outgoing {
        let share = Share { label: "Food <& co>".to_owned(), category: Category::Groceries, amount: Decimal::from(40) };
        let shares = CategoryShares {
            subtitle: "March 2026".to_owned(),
            currency: "GBP".parse().unwrap(),
            total: Decimal::from(60),
            shares: vec![share],
        };
        Outgoing { drawing: Some(Drawing::Shares(shares)), ..Outgoing::html(html) }
    }

    #[tokio::test]
    async fn words_that_fit_are_the_caption() {
        let messages = message("<b>March</b>".to_owned()).into_messages(ChatId(1), None);
        let [one] = messages.as_slice() else { panic!("{messages:?}") };
        assert_eq!(one.file, None, "nothing is drawn yet");
        let (photo, png) = drawn(&stored(&one.message).unwrap()).await;
        assert_eq!((photo.html.as_str(), photo.drawing), ("<b>March</b>", None));
        assert_eq!(photo.file.map(|file| file.kind), Some(FileKind::Photo));
        assert!(png.unwrap().starts_with(b"\x89PNG"));
    }

    #[tokio::test]
    async fn longer_words_go_first_and_the_picture_has_its_own() {
        let line = "x".repeat(100);
        let html = vec![line; CAPTION_UNITS_MAX / 100 + 1].join("\n");
        let messages = message(html.clone()).into_messages(ChatId(1), None);
        let read: Vec<Outgoing> = messages.iter().filter_map(|message| stored(&message.message)).collect();
        let [words, picture] = read.as_slice() else { panic!("{read:?}") };
        assert_eq!((words.html.as_str(), &words.drawing), (html.as_str(), &None));
        let (photo, png) = drawn(picture).await;
        assert!(photo.html.contains("Food &lt;&amp; co&gt;: £40.00"), "{}", photo.html);
        assert!(png.is_some());
    }
}
