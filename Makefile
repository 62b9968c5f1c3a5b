# Everything that is missing is set up on the way; tools/set-up says what it does.
.PHONY: serve build test lint audit demo set-up-build set-up-test clean
.DEFAULT_GOAL := serve

PORT ?= 8080
wasm := tools/with-wasm

serve: set-up-build
	@echo "The page will be at http://127.0.0.1:$(PORT)/ once it is built; Ctrl+C ends it."
	$(wasm) trunk serve --release --port $(PORT)

build: set-up-build
	$(wasm) trunk build --release

test: set-up-test lint audit build
	cargo test --locked
	$(wasm) cargo test --locked --target wasm32-unknown-unknown --test web

lint: set-up-test
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	$(wasm) cargo clippy --locked --target wasm32-unknown-unknown --lib --bins --test web -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(wasm) cargo doc --locked --no-deps --document-private-items --target wasm32-unknown-unknown

audit: set-up-test
	tools/audit

demo: set-up-test build
	cargo run --locked --quiet --example demo

set-up-build:
	@tools/set-up build

set-up-test:
	@tools/set-up test

clean:
	rm -rf dist target
