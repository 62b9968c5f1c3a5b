//! What a user has to do here until the block is on the clipboard, counted. What they do at Trakt and in the browser's own
//! file dialog is not.

use journeys::journey::Journey;

use crate::config::{open, write};
use crate::refresh::block_with;

/// The user's hand, which counts.
struct Hand<'a> {
    journey: &'a Journey,
    clicks: usize,
    pastes: usize,
}

impl<'a> Hand<'a> {
    fn of(journey: &'a Journey) -> Self {
        Self {
            journey,
            clicks: 0,
            pastes: 0,
        }
    }

    async fn press(&mut self, button: &str) {
        self.journey.press_after_a_second(button).await;
        self.clicks += 1;
    }

    async fn paste(&mut self, field: &str, text: &str) {
        let page = &self.journey.page;
        page.textbox(field).await.click().await.unwrap();
        page.paste(field, text).await;
        self.clicks += 1;
        self.pastes += 1;
    }

    async fn open_config(&mut self, text: &str) {
        open(self.journey, &write(self.journey, "config.yml", text)).await;
        self.clicks += 1;
    }

    async fn pin_from_trakt(&mut self) {
        let pin = self.journey.allow_at_trakt().await;
        self.clicks += 1;
        self.paste("PIN", &pin).await;
    }

    async fn copy_block(&mut self) {
        let page = &self.journey.page;
        page.status("Your authorization block is ready.").await;
        self.press("Copy block").await;
        page.status("The block is on the clipboard.").await;
        let block = page.value_of("Authorization block").await;
        assert_eq!(page.clipboard().await, block);
    }

    fn assert_took(&self, way: &str, clicks: usize, pastes: usize) {
        println!("{way}: {} clicks, {} pastes", self.clicks, self.pastes);
        assert_eq!((self.clicks, self.pastes), (clicks, pastes), "{way}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_takes_six_clicks_and_three_pastes() {
    Journey::go(|journey| async move {
        let mut hand = Hand::of(&journey);
        hand.paste("Client ID", &journey.client_id).await;
        hand.paste("Client secret", &journey.client_secret).await;
        hand.pin_from_trakt().await;
        hand.press("Get my authorization block").await;
        hand.copy_block().await;
        hand.assert_took("PIN", 6, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_file_a_pin_takes_one_paste_and_a_refresh_none() {
    Journey::go(|journey| async move {
        let Journey { page, trakt, .. } = &journey;
        let old = trakt.issue_tokens(&journey.client_id);
        let config = block_with(&journey, &old.refresh_token);

        let mut hand = Hand::of(&journey);
        hand.open_config(&config).await;
        page.value_with("Client secret", &journey.client_secret)
            .await;
        hand.pin_from_trakt().await;
        hand.press("Get my authorization block").await;
        hand.copy_block().await;
        hand.assert_took("config.yml and PIN", 5, 1);

        journey.start_over().await;
        let mut hand = Hand::of(&journey);
        hand.open_config(&config).await;
        hand.press("Refresh its access").await;
        hand.press("Refresh it").await;
        hand.copy_block().await;
        hand.assert_took("config.yml and refresh", 4, 0);
    })
    .await;
}
