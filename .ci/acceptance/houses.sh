# Templates of other houses, out of packages that carry some; none of them is kept here. Sourced by `accept` and `second`.

# Packages by their names: the template of python-docx is there already, those of LibreOffice with it.
house_packages=(docxbuilder==1.2.0 pypandoc_binary==1.15)
# For each landing a dozen, of every origin, with headers, shapes, text boxes, landscape pages and none of all that; the
# others are of the same families.
dozen=({python-docx,docxbuilder,pandoc,officer-template,officer-example,officer-landscape}.docx
    {CV,Modern,Modern_business_letter_serif,Resume1page}.docx {stl-03,stl-07,cnt-012}.dotx)

# The templates, as files in a folder that stays for the next time.
collect_houses() {
    local folder=$1 name
    [ "$(cat "$folder/complete" 2>/dev/null)" != "${house_packages[*]}" ] || return 0
    rm -rf "$folder"
    mkdir -p "$folder/wheels" "$folder/officer"
    "$python" -m pip download -q --disable-pip-version-check --no-deps -d "$folder/wheels" "${house_packages[@]}"
    cp "$tools"/venv/lib/python3*/site-packages/docx/templates/default.docx "$folder/python-docx.docx"
    unzip -p "$folder"/wheels/docxbuilder-*.whl docxbuilder/docx/style.docx >"$folder/docxbuilder.docx"
    unzip -p "$folder"/wheels/pypandoc_binary-*.whl pypandoc/files/pandoc >"$folder/wheels/pandoc"
    chmod +x "$folder/wheels/pandoc"
    "$folder/wheels/pandoc" --print-default-data-file reference.docx >"$folder/pandoc.docx"
    (cd "$folder/officer" && apt-get download -qq r-cran-officer 2>/dev/null && dpkg-deb -x r-cran-officer_*.deb .)
    for name in template/template doc_examples/example doc_examples/landscape; do
        cp "$folder/officer/usr/lib/R/site-library/officer/$name.docx" "$folder/officer-$(basename "$name").docx"
    done
    local shared=/usr/lib/libreoffice/share/template
    office "$folder" "docx:MS Word 2007 XML" "$shared"/common/{styles,personal}/*.ott "$shared"/common/officorr/*.ott
    office "$folder" "dotx:MS Word 2007 XML Template" "$shared"/common/wizard/report/*.ott
    rm -rf "$folder/wheels" "$folder/officer"
    echo "${house_packages[*]}" >"$folder/complete"
}

# in_house TEMPLATE: the example in its looks, into the folder `built`, with what was said beside it.
in_house() {
    local name out
    name=$(basename "${1%.*}")
    out=$houses/at-$name
    # A finding about what is left out ends with 1.
    "$quarterly" build "$spec" --only docx --out "$out" --reference "$1" >"$houses/$name.txt" 2>&1 || [ $? -eq 1 ] ||
        { cat "$houses/$name.txt"; return 1; }
    mv "$out/$(basename "$docx")" "$houses/built/$name.docx"
    rmdir "$out"
}

# The example in the looks of each that is given: sound, on its page, nothing of it that acts, and opened by an office.
dressed() {
    local folder=$tools/houses houses=$again/houses name template files=()
    rm -rf "$houses"
    mkdir -p "$houses/built"
    for template; do
        in_house "$template"
        name=$(basename "${template%.*}")
        files+=("$houses/built/$name.docx")
    done
    office "$houses/shown" pdf "${files[@]}" &
    ooxml "${files[@]}"
    "$python" .ci/checks/audit.py "${files[@]}"
    "$python" .ci/checks/word.py "${files[@]}"
    wait $!
    "$python" .ci/checks/houses.py "$folder" "$houses/built" "$houses/shown" "$@"
    looked_at ${#files[@]} templates
    cp "$broken/outside.docx" "$houses/built/python-docx.docx"
    refuses "leads to https://example.org/a.png" \
        "$python" .ci/checks/houses.py "$folder" "$houses/built" "$houses/shown" "$folder/python-docx.docx"
}

houses() {
    collect_houses "$tools/houses"
    dressed "${dozen[@]/#/$tools/houses/}"
}

all_houses() {
    local templates
    collect_houses "$tools/houses"
    mapfile -t templates < <(find "$tools/houses" -maxdepth 1 -name '*.do[ct]x' | sort)
    [ ${#templates[@]} -ge 40 ] || { echo "only ${#templates[@]} templates"; return 1; }
    dressed "${templates[@]}"
}
