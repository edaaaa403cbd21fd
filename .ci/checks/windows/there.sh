# Runs a command in the Debian that `.ci/windows` has made: the source at /src, what is built in /cache.
export CARGO_HOME=/cache/cargo CARGO_TARGET_DIR=/cache/target CARGO_TERM_COLOR=never
export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0
# The standard library of a foreign target is built from its source, which only a nightly compiler does unasked.
export RUSTC_BOOTSTRAP=1
export WINEPREFIX=/cache/prefix WINEDEBUG=-all WINEDLLOVERRIDES=winemenubuilder.exe= XDG_RUNTIME_DIR=/tmp
# What Wine's own services say is not to stand among the words of whatever starts them.
case $1 in wine64 | python3) wine64 wineboot >/dev/null 2>&1 ;; esac
cd /src
exec "$@"
