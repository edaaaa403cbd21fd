# Templates of other houses, out of packages that carry some; none of them is kept here. Sourced by `accept`.

# Packages by their names: the template of python-docx is there already, those of LibreOffice with it.
house_packages=(docxbuilder==1.2.0 pypandoc_binary==1.15)

# The templates, as files in a folder.
collect_houses() {
    local folder=$1 name
    mkdir -p "$folder/wheels" "$folder/officer"
    "$python" -m pip download -q --disable-pip-version-check --no-deps -d "$folder/wheels" "${house_packages[@]}"
    cp "$tools"/venv/lib/python3*/site-packages/docx/templates/default.docx "$folder/python-docx.docx"
    unzip -p "$folder"/wheels/docxbuilder-*.whl docxbuilder/docx/style.docx >"$folder/docxbuilder.docx"
    unzip -p "$folder"/wheels/pypandoc_binary-*.whl pypandoc/files/pandoc >"$folder/pandoc"
    chmod +x "$folder/pandoc"
    "$folder/pandoc" --print-default-data-file reference.docx >"$folder/pandoc.docx"
    (cd "$folder/officer" && apt-get download -qq r-cran-officer 2>/dev/null && dpkg-deb -x r-cran-officer_*.deb .)
    for name in template/template doc_examples/example doc_examples/landscape; do
        cp "$folder/officer/usr/lib/R/site-library/officer/$name.docx" "$folder/officer-$(basename "$name").docx"
    done
    local shared=/usr/lib/libreoffice/share/template
    office "$folder" "docx:MS Word 2007 XML" "$shared"/common/{styles,personal}/*.ott "$shared"/common/officorr/*.ott
    office "$folder" "dotx:MS Word 2007 XML Template" "$shared"/common/wizard/report/*.ott
}

# The example in the looks of each: sound, on its page, nothing of it that acts, and opened by an office.
houses() {
    local folder=$again/houses template name templates=() files=()
    collect_houses "$folder"
    mapfile -t templates < <(find "$folder" -maxdepth 1 -name '*.do[ct]x' | sort)
    [ ${#templates[@]} -ge 12 ] || { echo "only ${#templates[@]} templates"; return 1; }
    for template in "${templates[@]}"; do
        name=$(basename "$template")
        # A finding about what is left out ends with 1.
        "$quarterly" build "$spec" --only docx --out "$folder/built" --reference "$template" >"$folder/$name.txt" 2>&1 || [ $? -eq 1 ] ||
            { cat "$folder/$name.txt"; return 1; }
        mv "$folder/built/$(basename "$docx")" "$folder/built/${name%.*}.docx"
        files+=("$folder/built/${name%.*}.docx")
    done
    ooxml "${files[@]}"
    "$python" .ci/checks/audit.py "${files[@]}"
    "$python" .ci/checks/word.py "${files[@]}"
    office "$folder/shown" pdf "${files[@]}"
    "$python" .ci/checks/houses.py "$folder" "$folder/built" "$folder/shown" "${templates[@]}"
    looked_at ${#files[@]} templates
    cp "$broken/outside.docx" "$folder/built/python-docx.docx"
    refuses "leads to https://example.org/a.png" \
        "$python" .ci/checks/houses.py "$folder" "$folder/built" "$folder/shown" "$folder/python-docx.docx"
}
