# Sourced by the other tools: where the tools live, which versions are wanted, and what builds WebAssembly.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
tools_home="${XDG_CACHE_HOME:-$HOME/.cache}/kometa-trakt-sign-in"

trunk_version=0.21.14
cargo_deny_version=0.20.2
geckodriver_version=0.37.0
wasm_bindgen_version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p}' "$project/Cargo.lock")

digest() { cksum < "$1" | cut -d' ' -f1; }

trunk_home="$tools_home/trunk-$trunk_version"
wasm_bindgen_home="$tools_home/wasm-bindgen-$wasm_bindgen_version"
cargo_deny_home="$tools_home/cargo-deny-$cargo_deny_version"
geckodriver_home="$tools_home/geckodriver-$geckodriver_version"
# What tools/npm/package.json names.
npm_home="$tools_home/npm-$(digest "$project/tools/npm/package-lock.json")"
axe_home=$npm_home
authorization_server_home=$npm_home
yaml_readers_home="$tools_home/yaml-readers-$(digest "$project/tests/yaml_readers/requirements.txt")"
older_yaml_reader_home="$tools_home/older-yaml-reader-$(digest "$project/tests/yaml_readers/requirements-older.txt")"
program_files_home="$tools_home/program-files-$(digest "$project/tests/program_files/requirements.txt")"
zizmor_home="$tools_home/zizmor-$(digest "$project/tools/zizmor/requirements.txt")"
web_servers_home="$tools_home/web-servers"

has_wasm_std() {
    local libdir
    libdir=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) && [ -d "$libdir" ]
}

has_trunk() { type -P trunk > /dev/null && [ "$(trunk --version)" = "trunk $trunk_version" ]; }
has_wasm_bindgen() { [ -x "$wasm_bindgen_home/bin/wasm-bindgen-test-runner" ]; }
has_npm_tools() { [ -e "$npm_home/ready" ]; }

# The geckodriver to use: the machine's own, or the one that the set-up installed.
geckodriver() { type -P geckodriver || echo "$geckodriver_home/bin/geckodriver"; }

# nginx or caddy: the machine's own, or the one that the set-up unpacked.
web_server() { PATH="$PATH:/usr/sbin:$web_servers_home/usr/sbin:$web_servers_home/usr/bin" type -P "$1"; }

source "$project/tools/fallback/debian-compiler.sh"

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
