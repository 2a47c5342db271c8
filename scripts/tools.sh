# shellcheck shell=bash
# What the commands of ./designer need, and how each comes here when it is missing. Tools go into .tools/bin unless
# the right version is on the PATH already; prebuilt where the network offers them, compiled where it does not.

TRUNK_VERSION=0.21.14
WASM_BINDGEN_VERSION=$(awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)
export PATH="$PWD/.tools/bin:$PWD/node_modules/.bin:$PATH"

step() { printf '\033[1m==>\033[0m %s\n' "$*"; }
fail() {
  printf 'designer: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command with its output kept back, unless it fails or somebody watches.
quietly() {
  if [[ -t 1 ]]; then
    "$@" && return
    fail "$1 ${2:-} failed, see above"
  fi
  local log
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then
    rm -f "$log"
  else
    cat "$log" >&2
    rm -f "$log"
    fail "$1 ${2:-} failed, see above"
  fi
}

need_build_tools() {
  mkdir -p target # Trunk is told to ignore it, and stops when it is not there
  need_rust
  need_node_packages
  need_cargo_tool trunk trunk "$TRUNK_VERSION"
  need_cargo_tool wasm-bindgen wasm-bindgen-cli "$WASM_BINDGEN_VERSION"
}

need_rust() {
  have cargo || fail "Rust is missing: install it from https://rustup.rs"
  local libs
  # rustup fetches what rust-toolchain.toml names when it is first asked for
  libs=$(rustc --print target-libdir --target wasm32-unknown-unknown) || fail "the Rust of rust-toolchain.toml is missing: run rustup toolchain install"
  [[ -d $libs ]] && return
  have rustup || fail "Rust's wasm32-unknown-unknown target is missing: install it with your Rust"
  step "Rust's wasm target"
  rustup target add wasm32-unknown-unknown || fail "the wasm target is missing: run rustup target add wasm32-unknown-unknown"
}

need_node_packages() {
  if ! have node || ! have npm; then
    fail "Node.js 20 or newer with npm is missing: apt-get install nodejs npm, or https://nodejs.org"
  fi
  [[ $(node -p 'parseInt(process.versions.node)') -ge 20 ]] || fail "Node.js $(node -v) is too old: 20 or newer is needed, see https://nodejs.org"
  cmp -s package-lock.json node_modules/.installed && return
  step "npm packages: the code editor, its bundler, the wasm optimiser"
  npm ci --no-fund --no-audit --loglevel=error || fail "the npm packages are missing: npm ci failed, see above"
  cp package-lock.json node_modules/.installed
}

# program, crate, version
need_cargo_tool() {
  local program=$1 crate=$2 version=$3
  right_version "$program" "$version" && return
  mkdir -p .tools/bin
  prebuilt "$program" "$crate" "$version" && right_version "$program" "$version" && return
  step "$crate $version: compiling, about ten minutes on two cores"
  cargo install "$crate" --version "$version" --root .tools --locked ||
    cargo install "$crate" --version "$version" --root .tools ||
    fail "$crate $version is missing: cargo install $crate --version $version failed, see above"
}

right_version() { have "$1" && [[ $("$1" --version 2>/dev/null) == *" $2"* ]]; }

prebuilt() {
  local program=$1 crate=$2 version=$3 url
  if have cargo-binstall; then
    step "$crate $version: cargo binstall"
    cargo binstall --no-confirm --disable-strategies compile --root .tools "$crate@$version" && return
  fi
  [[ $(uname -sm) == "Linux x86_64" ]] && have curl || return 1
  case $crate in
    trunk) url=https://github.com/trunk-rs/trunk/releases/download/v$version/trunk-x86_64-unknown-linux-musl.tar.gz ;;
    *) url=https://github.com/wasm-bindgen/wasm-bindgen/releases/download/$version/wasm-bindgen-$version-x86_64-unknown-linux-musl.tar.gz ;;
  esac
  step "$crate $version: $url"
  local unpacked
  unpacked=$(mktemp -d)
  if curl -fsSL --connect-timeout 10 "$url" | tar -xz -C "$unpacked" 2>/dev/null; then
    find "$unpacked" -type f -perm -u+x -exec cp {} .tools/bin/ \;
    rm -rf "$unpacked"
    have "$program"
  else
    rm -rf "$unpacked"
    step "not to be had there"
    return 1
  fi
}

need_browser() {
  have chromedriver && have_chromium && return
  local packages
  if have apt-get; then
    step "Chromium and its driver, by apt-get"
    local root=()
    [[ $EUID -eq 0 ]] || root=(sudo)
    "${root[@]}" apt-get update -q >/dev/null || true
    for packages in "chromium chromium-driver" "chromium-browser chromium-chromedriver"; do
      # shellcheck disable=SC2086 # two packages
      "${root[@]}" apt-get install -y -q $packages >/dev/null && break
    done
  fi
  if have chromedriver && have_chromium; then return; fi
  fail "Chromium or chromedriver is missing: install both in the same version (Debian: apt-get install chromium chromium-driver)"
}

have_chromium() { have chromium || have chromium-browser || have google-chrome || [[ -n ${CHROMIUM:-} ]]; }
