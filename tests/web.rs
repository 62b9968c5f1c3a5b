//! What only a browser can do, in one.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used)]

use kometa_trakt_sign_in::browser::connection::ConnectionListener;
use kometa_trakt_sign_in::browser::leaving::AskBeforeLeaving;
use kometa_trakt_sign_in::browser::{clock, fetch, files, page, random, session};
use kometa_trakt_sign_in::timestamp::Timestamp;
use kometa_trakt_sign_in::trakt::http::BodyEnd;
use kometa_trakt_sign_in::trakt::{Method, NetworkError, Request};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{HtmlTextAreaElement, window};

wasm_bindgen_test_configure!(run_in_browser);

fn request(method: Method, url: &str) -> Request {
    Request {
        method,
        url: url.to_owned().leak(),
        headers: vec![("Content-Type", "application/json".to_owned().into())],
        body: (method == Method::Post).then(|| "{}".to_owned().into()),
    }
}

/// An address from which the browser reads this text, as it would from a server.
fn address_of(text: &str) -> String {
    let encoded = js_sys::encode_uri_component(text);
    format!("data:text/plain;charset=utf-8,{encoded}")
}

const METHODS: [Method; 2] = [Method::Get, Method::Post];

#[wasm_bindgen_test]
async fn a_body_is_read_whole_as_text() {
    let abort_on_drop = fetch::AbortOnDrop::new();
    for method in METHODS {
        for text in ["{\"é\": \"日本\"}\n", ""] {
            let request = request(method, &address_of(text));
            let response = fetch::send(request, &abort_on_drop).await.unwrap();
            assert_eq!(response.status, 200);
            assert_eq!(response.body.text.reveal(), text);
            assert_eq!(response.body.end, BodyEnd::Complete);
        }
    }
}

#[wasm_bindgen_test]
async fn of_a_body_over_the_limit_the_rest_is_left() {
    let abort_on_drop = fetch::AbortOnDrop::new();
    let limit = fetch::BODY_LIMIT;
    for (length, end) in [
        (limit, BodyEnd::Complete),
        (limit + 1, BodyEnd::TooLong { limit }),
    ] {
        let request = request(Method::Post, &address_of(&"x".repeat(length)));
        let response = fetch::send(request, &abort_on_drop).await.unwrap();
        assert_eq!(response.body.end, end);
        assert_eq!(response.body.text.reveal().len(), limit);
    }
}

#[wasm_bindgen_test]
async fn an_address_that_does_not_answer_is_unreadable() {
    let abort_on_drop = fetch::AbortOnDrop::new();
    for method in METHODS {
        let request = request(method, "http://127.0.0.1:1/");
        let result = fetch::send(request, &abort_on_drop).await;
        assert_eq!(result, Err(NetworkError::Unreadable));
    }
}

#[wasm_bindgen_test]
async fn dropping_the_guard_ends_the_request() {
    for method in METHODS {
        let abort_on_drop = fetch::AbortOnDrop::new();
        let result = fetch::send(request(method, &address_of("never read")), &abort_on_drop);
        drop(abort_on_drop);
        assert_eq!(result.await, Err(NetworkError::Unreadable));
    }
}

#[wasm_bindgen_test]
async fn what_no_header_can_carry_is_not_sent_and_breaks_nothing() {
    let abort_on_drop = fetch::AbortOnDrop::new();
    for value in ["a\nb", "a\0b", "токен", "a\u{2028}b"] {
        for method in METHODS {
            let mut request = request(method, &address_of("x"));
            request
                .headers
                .push(("Authorization", value.to_owned().into()));
            let result = fetch::send(request, &abort_on_drop).await;
            assert_eq!(result, Err(NetworkError::Unsendable), "{value:?}");
        }
    }
}

#[wasm_bindgen_test]
async fn a_probe_tells_whether_anything_gets_through() {
    let abort_on_drop = fetch::AbortOnDrop::new();
    assert!(fetch::probe(&address_of("x"), &abort_on_drop).await);
    assert!(!fetch::probe("http://127.0.0.1:1/", &abort_on_drop).await);
}

#[wasm_bindgen_test]
fn a_record_is_kept_for_the_tab_and_taken_once() {
    let record = "a record".to_owned().into();
    assert_eq!(session::keep(&record), Ok(()));
    assert_eq!(session::take(), Some(record));
    assert_eq!(session::take(), None);
}

#[wasm_bindgen_test]
fn secret_bytes_differ_each_time() {
    assert_ne!(
        random::secret_bytes().unwrap(),
        random::secret_bytes().unwrap()
    );
    assert!((0.0..1.0).contains(&random::chance()));
}

#[wasm_bindgen_test]
fn leaving_asks_only_while_the_guard_lives() {
    let asks = || {
        let options = web_sys::EventInit::new();
        options.set_cancelable(true);
        let leaving = web_sys::Event::new_with_event_init_dict("beforeunload", &options).unwrap();
        !window().unwrap().dispatch_event(&leaving).unwrap()
    };
    assert!(!asks());
    let guard = AskBeforeLeaving::new();
    assert!(asks());
    drop(guard);
    assert!(!asks());
}

#[wasm_bindgen_test]
fn changes_of_the_network_are_told_until_nobody_listens() {
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let listener = ConnectionListener::new({
        let seen = seen.clone();
        move |is_online| seen.borrow_mut().push(is_online)
    });
    let tell = |name| {
        let event = web_sys::Event::new(name).unwrap();
        window().unwrap().dispatch_event(&event).unwrap();
    };
    tell("offline");
    tell("online");
    drop(listener);
    tell("offline");
    assert_eq!(*seen.borrow(), [false, true]);
}

#[wasm_bindgen_test]
fn a_time_is_written_in_the_readers_own_words() {
    let words = clock::in_local_words(Timestamp::from_unix_seconds(1_482_084_536));
    assert!(words.contains("2016"), "{words}");
}

#[wasm_bindgen_test]
fn a_time_is_written_whatever_the_browser_calls_its_language() {
    let navigator = window().unwrap().navigator();
    for language in ["C", "", "not a language", "de_AT.UTF-8", "x"] {
        let property = js_sys::Object::new();
        for (name, value) in [
            ("value", JsValue::from(language)),
            ("configurable", true.into()),
        ] {
            js_sys::Reflect::set(&property, &name.into(), &value).unwrap();
        }
        js_sys::Object::define_property(&navigator, &"language".into(), &property);
        assert_eq!(navigator.language().as_deref(), Some(language));
        let words = clock::LocalTimeFormat::of_reader()
            .words_for(Timestamp::from_unix_seconds(1_482_084_536));
        assert!(words.contains("2016"), "{language}: {words}");
    }
    js_sys::Reflect::delete_property(&navigator, &"language".into()).unwrap();
}

#[wasm_bindgen_test]
fn the_clock_agrees_with_the_browsers() {
    let millis = clock::now().unix_millis() as f64;
    assert!((millis - js_sys::Date::now()).abs() < 1000.0);
}

#[wasm_bindgen_test]
async fn the_page_has_been_drawn_once_a_frame_is_over() {
    let is_over = std::rc::Rc::new(std::cell::Cell::new(false));
    let frame = Closure::once_into_js({
        let is_over = is_over.clone();
        move || is_over.set(true)
    });
    let frame = frame.unchecked_ref();
    window().unwrap().request_animation_frame(frame).unwrap();
    page::drawn().await;
    assert!(is_over.get());
}

#[wasm_bindgen_test]
fn the_origin_is_the_pages_own() {
    let origin = window().unwrap().location().origin().unwrap();
    assert_eq!(page::origin(), origin);
}

#[wasm_bindgen_test]
fn text_can_be_selected_for_copying_by_hand() {
    let document = window().unwrap().document().unwrap();
    let area: HtmlTextAreaElement = document
        .create_element("textarea")
        .unwrap()
        .unchecked_into();
    area.set_id("to-select");
    area.set_value("all of it");
    document.body().unwrap().append_child(&area).unwrap();
    page::select_text("to-select");
    assert_eq!(document.active_element().unwrap().id(), "to-select");
    assert_eq!(
        (area.selection_start(), area.selection_end()),
        (Ok(Some(0)), Ok(Some(9)))
    );
    area.remove();
}

#[wasm_bindgen_test]
fn a_download_is_a_click_on_a_link_to_a_file_of_that_name() {
    let seen = js_sys::Array::new();
    let listener = Closure::<dyn Fn(web_sys::Event)>::new({
        let seen = seen.clone();
        move |event: web_sys::Event| {
            event.prevent_default();
            let link: web_sys::HtmlAnchorElement = event.target().unwrap().unchecked_into();
            seen.push(&link.download().into());
            seen.push(&link.href().starts_with("blob:").into());
        }
    });
    // The link is in no document, so its click is seen at its prototype.
    let prototype = js_sys::Reflect::get(&js_sys::global(), &"HTMLAnchorElement".into()).unwrap();
    let prototype = js_sys::Reflect::get(&prototype, &"prototype".into()).unwrap();
    let click = js_sys::Reflect::get(&prototype, &"click".into()).unwrap();
    let spy = js_sys::Function::new_with_args(
        "listener",
        "return function () { listener({ target: this, preventDefault() {} }); };",
    );
    let spy = spy.call1(&JsValue::NULL, listener.as_ref()).unwrap();
    js_sys::Reflect::set(&prototype, &"click".into(), &spy).unwrap();
    let downloaded = files::download("trakt.yml", "application/yaml", "trakt:\n");
    js_sys::Reflect::set(&prototype, &"click".into(), &click).unwrap();
    assert_eq!(downloaded, Ok(()));
    assert_eq!(seen.get(0).as_string().as_deref(), Some("trakt.yml"));
    assert_eq!(seen.get(1).as_bool(), Some(true));
}
