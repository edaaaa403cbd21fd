# The page of `quarterly preview`, used in two browsers as an author would. Sourced by `accept`.

# A program that shows a copy of what it is asked for, and so never sees a save.
blind() {
    local folder=$again/blind
    mkdir -p "$folder"
    cat >"$folder/quarterly" <<-END
		#!/usr/bin/env bash
		cp -r "\$(dirname "\$2")" "$folder/copy-\$\$"
		exec "$quarterly" preview "$folder/copy-\$\$/\$(basename "\$2")" --no-open
	END
    chmod +x "$folder/quarterly"
    echo "$folder/quarterly"
}

previewed() {
    local driver=$tools/node/node_modules/puppeteer-core browser use=.ci/checks/preview/browser.js failed=0
    declare -A running
    mkdir -p "$again/preview"
    # Most of the time is waiting: for beats that do not come, and for each other's rounds.
    for browser in chromium firefox; do
        node "$use" "$driver" "$quarterly" "$spec" "$browser" "$again/preview" >"$again/preview/$browser.txt" 2>&1 &
        running[$browser]=$!
    done
    for browser in chromium firefox; do
        wait "${running[$browser]}" || failed=1
        cat "$again/preview/$browser.txt"
        looked_at "$(sed -n 's/.*: \([0-9]*\) things looked at$/\1/p' "$again/preview/$browser.txt")" "things in $browser"
    done
    [ "$failed" -eq 0 ] || return 1
    node .ci/checks/preview/latency.js "$driver" "$quarterly" "$spec" 10
    STEPS=saves SOON=5000 refuses "did not come: pages after a save" node "$use" "$driver" "$(blind)" "$spec" chromium
}
