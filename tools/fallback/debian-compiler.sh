# Sourced by the other tools: WebAssembly compiled by Debian's Rust, which has no wasm32 standard library and builds it from
# Debian's source package. README.md beside this file says for whom.

has_debian_compiler() {
    [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -x /usr/bin/cargo-clippy ] && [ -x /usr/bin/lld-22 ] &&
        [ -e "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.toml" ]
}

# WASM_COMPILER=debian chooses it where rustup's would do, too.
uses_debian_compiler() {
    [ "${WASM_COMPILER:-}" = debian ] || { ! has_wasm_std && has_debian_compiler; }
}

set_up_debian_compiler() {
    has_debian_compiler ||
        system_packages "a Rust compiler with its library's source" "rustc-web cargo-web rust-web-src rust-web-clippy lld-22"
    if [ ! -e /usr/bin/rust-lld ]; then
        may_install_system_packages || fail "/usr/bin/rust-lld is missing. Make it with:
    sudo ln -s lld-22 /usr/bin/rust-lld"
        ln -s lld-22 /usr/bin/rust-lld
    fi
    say "WebAssembly is compiled by Debian's $(/usr/bin/rustc --version), which builds the wasm32 standard library from source"
}

enter_debian_compiler() {
    export PATH="/usr/bin:$PATH"
    # A folder of its own: two compilers must not invalidate each other's work.
    export CARGO_TARGET_DIR="$project/target/wasm-debian"
    export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
}
