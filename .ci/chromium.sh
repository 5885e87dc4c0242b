# Sourced by .ci/run: a browser for the tests of the desk, the distribution's own Chromium.
#
#   install_chromium    installs it where there is none and it may be installed; the tests say so where it is not there

install_chromium() {
    local name
    for name in chromium chromium-browser google-chrome chrome; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 0
    echo ".ci/run: installing Chromium" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
        >/dev/null 2>&1 || echo ".ci/run: apt-get could not install Chromium" >&2
}
