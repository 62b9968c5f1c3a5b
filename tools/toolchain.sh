# Sourced by the other tools: where the tools live, which versions are wanted, and which compiler builds WebAssembly.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
tools_home="${XDG_CACHE_HOME:-$HOME/.cache}/kometa-trakt-sign-in"

trunk_version=0.21.14
binaryen_version=132
oidc_provider_version=8.8.1
axe_version=4.14.1
cargo_deny_version=0.20.2
geckodriver_version=0.37.0
wasm_bindgen_version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p}' "$project/Cargo.lock")

trunk_home="$tools_home/trunk-$trunk_version"
wasm_bindgen_home="$tools_home/wasm-bindgen-$wasm_bindgen_version"
binaryen_home="$tools_home/binaryen-$binaryen_version"
authorization_server_home="$tools_home/oidc-provider-$oidc_provider_version"
axe_home="$tools_home/axe-core-$axe_version"
cargo_deny_home="$tools_home/cargo-deny-$cargo_deny_version"
geckodriver_home="$tools_home/geckodriver-$geckodriver_version"
yaml_readers_home="$tools_home/yaml-readers-$(cksum < "$project/tests/yaml_readers/requirements.txt" | cut -d' ' -f1)"

has_wasm_std() {
    local libdir
    libdir=$("${1:-rustc}" --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) && [ -d "$libdir" ]
}

has_debian_wasm_compiler() {
    [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -x /usr/bin/cargo-clippy ] && [ -x /usr/bin/lld-22 ] &&
        [ -e "$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.toml" ]
}

# `rustup`: the compiler on PATH has the wasm32 standard library.
# `debian`: Debian's compiler builds that library from Debian's source package.
# `none`: the set-up has not run.
# WASM_COMPILER=debian chooses the second where both would do.
wasm_compiler() {
    if [ "${WASM_COMPILER:-}" != debian ] && has_wasm_std; then
        echo rustup
    elif has_debian_wasm_compiler; then
        echo debian
    else
        echo none
    fi
}

has_wasm_bindgen() { [ -x "$wasm_bindgen_home/bin/wasm-bindgen-test-runner" ]; }
has_wasm_opt() { [ -x "$binaryen_home/node_modules/.bin/wasm-opt" ]; }

# The geckodriver to use: the machine's own, or the one that the set-up installed.
geckodriver() { type -P geckodriver || echo "$geckodriver_home/bin/geckodriver"; }

# rustc writes the paths of its sources into the program, for panics. With these flags they are the same on every machine,
# and so is the program. Where two match, rustc takes the later one.
flags_against_paths() {
    local -a flags=("--remap-path-prefix=$project=/page")
    local sources
    # A registry's folder is named after the server that this machine gets its crates from.
    for sources in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
        flags+=("--remap-path-prefix=$sources=/crates")
    done
    # The standard library's are remapped by those who built it, but where its source is installed rustc takes that back.
    flags+=("--remap-path-prefix=$(rustc --print sysroot)/lib/rustlib/src/rust=/rustc/$(rustc -vV | sed -n 's/^commit-hash: //p')")
    # As CARGO_ENCODED_RUSTFLAGS has them, so that a path may have a space in it.
    local IFS=$'\x1f'
    echo "${flags[*]}"
}
