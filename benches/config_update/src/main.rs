//! How long the update of a `config.yml` takes outside of a browser.

use std::hint::black_box;
use std::time::Instant;

use config_update::sample;
use kometa_trakt_sign_in::kometa::{TraktBlock, config};
use kometa_trakt_sign_in::trakt::credentials::{
    AccessToken, ClientId, ClientSecret, FilledIn, RefreshToken, Token, TraktApp,
};

/// Odd, so that there is a middle one.
const RUNS: usize = 21;

fn main() {
    let block = new_block();
    println!("Update of a config.yml, native, with the page's own release profile");
    println!("(median of {RUNS} runs after one that does not count; least and most)\n");
    println!("| lines | size | median | least | most |\n|---|---|---|---|---|");
    for lines in [1_000, 10_000, 100_000] {
        let before = sample(lines);
        assert_eq!(before.lines().count(), lines);
        let mut milliseconds: Vec<f64> = (0..=RUNS)
            .map(|_| {
                let start = Instant::now();
                let updated = config::update(black_box(&before), &block);
                let took = start.elapsed();
                match black_box(updated) {
                    Ok(updated) => assert!(updated.text.contains("access_token: newaccess")),
                    Err(refusal) => panic!("{refusal:?}"),
                }
                took.as_secs_f64() * 1000.0
            })
            .skip(1)
            .collect();
        milliseconds.sort_by(f64::total_cmp);
        println!(
            "| {lines} | {:.0} kB | {:.1} ms | {:.1} ms | {:.1} ms |",
            before.len() as f64 / 1000.0,
            milliseconds[RUNS / 2],
            milliseconds[0],
            milliseconds[RUNS - 1],
        );
    }
}

fn new_block() -> TraktBlock {
    TraktBlock {
        app: TraktApp {
            client_id: ClientId::new("newid"),
            client_secret: Some(ClientSecret::new("newsecret")),
        },
        token: Token {
            access_token: AccessToken::new("newaccess"),
            token_type: "bearer".into(),
            expires_in: 604_800,
            refresh_token: RefreshToken::new("newrefresh"),
            scope: "public".into(),
            created_at: 1_782_000_000,
            filled_in: FilledIn::default(),
        },
    }
}
