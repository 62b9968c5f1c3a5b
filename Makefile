# Everything that is missing is set up on the way; tools/set-up says what it does.
# `make check` is for the loop while working; `make test` is the whole check.
.PHONY: serve build check test lint lint-native lint-page build-tests build-page-tests audit standalone archive reproduce demo bench set-up-build set-up-test set-up-audit clean
.DEFAULT_GOAL := serve

PORT ?= 8080
wasm := tools/with-wasm
# A journey waits for its browser more than it computes.
export RUST_TEST_THREADS ?= $(shell echo $$(($$(nproc) * 2)))

serve: set-up-build
	@echo "The page will be at http://127.0.0.1:$(PORT)/ once it is built; Ctrl+C ends it."
	$(wasm) trunk serve --release --port $(PORT)

build: set-up-build
	$(wasm) trunk build --release

check: set-up-build
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	$(wasm) cargo clippy --locked --target wasm32-unknown-unknown --lib --bins --test web -- -D warnings
	cargo test --locked --quiet

# What is built for this machine and what is built for the browser have folders of their own, so neither waits.
test: set-up-test
	tools/side-by-side "$(MAKE) lint-native build-tests" "$(MAKE) lint-page build-page-tests"
	cargo test --locked --workspace
	$(wasm) cargo test --locked --target wasm32-unknown-unknown --test web

lint: lint-native lint-page

lint-native: set-up-test
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings

lint-page: set-up-test standalone
	$(wasm) cargo clippy --locked --target wasm32-unknown-unknown --lib --bins --test web -- -D warnings
	tools/bundle/run weigh dist
	RUSTDOCFLAGS="-D warnings" $(wasm) cargo doc --locked --no-deps --document-private-items --target wasm32-unknown-unknown

build-tests: set-up-test
	cargo test --locked --workspace --no-run --quiet

build-page-tests: set-up-test
	$(wasm) cargo test --locked --target wasm32-unknown-unknown --test web --no-run --quiet

# Apart, as it is about dependencies and workflows and not about the page, and needs tools of its own. What runs for a pull
# request has both.
audit: set-up-audit
	tools/audit

standalone: build
	tools/bundle/run standalone dist dist-standalone/kometa-trakt-sign-in.html
	@echo "The page in one file: dist-standalone/kometa-trakt-sign-in.html"

# What a release offers for hosts, with nothing in it that differs from build to build.
archive: standalone
	tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --directory dist --create . \
		| gzip --no-name --best > dist-standalone/kometa-trakt-sign-in.tar.gz

# What was published can be compared with a build of one's own only if two builds are the same.
reproduce: archive
	tools/reproduce

demo: set-up-test build
	cargo run --locked --quiet --package journeys --example demo

# Nothing here passes or fails: the figures are those of this machine. Everything together goes to docs/figures.md;
# `make bench PARTS="loading native"` measures some of loading, answer, update, native and only prints them.
bench: set-up-test build
	cd benches/empty_yew_page && ../../$(wasm) trunk build --release
	cargo run --locked --quiet --package figures -- $(PARTS)

set-up-build:
	@tools/set-up build

set-up-test:
	@tools/set-up test

set-up-audit:
	@tools/set-up audit

clean:
	rm -rf dist dist-standalone target
