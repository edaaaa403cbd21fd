# What a DOCX and its PDF say in the same way, and every DOCX that the tests make. Sourced by `accept`.

# The number on each page is true, in the PDF and as LibreOffice counts the pages of the DOCX.
page_numbers() {
    local out=$again/numbers
    office "$out" pdf "$docx" "$broken/miscounted.docx"
    "$python" .ci/checks/page_numbers.py "$pdf" "$out/$(basename "$pdf")"
    looked_at 2 files
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
        looked_at 2 files
        refuses "other languages" "$python" .ci/checks/languages.py "$out/right/$name.pdf" "$out/other/$name.docx"
        refuses "other languages" "$python" .ci/checks/languages.py "$out/other/$name.pdf" "$out/right/$name.docx"
    done
}

# Every DOCX that the tests make, with samples, hostile and random texts and other templates: no error at all.
word_all() {
    local made=$tools/made
    # `.ci/run` has run the tests already.
    [ -d "$made" ] || KEEP_DOCX=$made cargo test --locked --quiet
    local files
    mapfile -t files < <(find "$made" -name '*.docx' | sort)
    [ ${#files[@]} -ge 100 ] || { echo "the tests kept ${#files[@]} documents"; return 1; }
    ooxml "${files[@]}"
    "$python" .ci/checks/audit.py "${files[@]}"
    looked_at ${#files[@]} DOCX
    refuses "unexpected child element" ooxml "$docx" "$broken/disorder.docx"
    refuses "rId999" "$python" .ci/checks/audit.py "$docx" "$broken/dangling.docx"
}
