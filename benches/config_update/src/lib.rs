//! A `config.yml` of any length, in the style of Kometa's own examples.

/// The libraries' part of the file, but for the names.
const LIBRARY: &str = "    collection_files:
      - default: basic                       # Newly released, new episodes
      - default: imdb
      - file: config/collections.yml
    overlay_files:
      - remove_overlays: false
      - default: ribbon
        template_variables:
          use_all: false
          weight_imdb: 300                   # Above the others
    operations:
      mass_critic_rating_update: tmdb
      mass_user_rating_update: [imdb, mdb]
    settings:
      minimum_items: 2
      # Left as it is for the others.
      missing_path: 'config/missing.yml'
";

/// What follows the libraries, the block to be updated among it.
const REST: &str = "\
settings:
  cache: true
  cache_expiration: 60
plex:
  url: http://192.168.1.12:32400
  token: \"####################\"
trakt:
  client_id: oldid                           # From the app at Trakt
  client_secret: oldsecret
  pin:
  force_refresh: false
  authorization:
    access_token: oldaccess
    token_type: bearer
    expires_in: 604800
    refresh_token: oldrefresh
    scope: public
    created_at: 1482084536
tmdb:
  apikey: \"################################\"
  language: en
";

/// A valid `config.yml` of exactly so many lines (at least 30), with a `trakt` block in it.
pub fn sample(lines: usize) -> String {
    let mut text = String::from("libraries:\n");
    let (mut written, rest) = (1, REST.lines().count());
    let mut libraries = 0;
    while written + 1 + LIBRARY.lines().count() + rest <= lines {
        libraries += 1;
        text.push_str(&format!("  Library {libraries}:\n{LIBRARY}"));
        written += 1 + LIBRARY.lines().count();
    }
    for _ in written + rest..lines {
        text.push_str("# Nothing more.\n");
    }
    text.push_str(REST);
    text
}
