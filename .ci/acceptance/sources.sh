# What goes in and what is said about it, as other programs read it. Sourced by `accept`.

# The schemas that editors use agree with the files that we ship and test with.
schemas() {
    local quarters=() series=()
    mapfile -t quarters < <(find golden/suite -name edition.toml -not -path '*/faults/*' | sort)
    mapfile -t series < <(find golden/suite -name series.toml -not -path '*/faults/*' | sort)
    "$python" .ci/checks/schema.py schema/quarter.json "$spec" "${quarters[@]}"
    "$python" .ci/checks/schema.py schema/series.json "$(dirname "$spec")/series.toml" "${series[@]}"
    "$python" .ci/checks/schema.py schema/map.json golden/ref/fill/map.toml
    looked_at $((3 + ${#quarters[@]} + ${#series[@]})) files
    refuses "\('kolour' was unexpected" "$python" .ci/checks/schema.py schema/quarter.json "$broken/unknown-key.toml"
    refuses "\('kolour' was unexpected" "$python" .ci/checks/schema.py schema/series.json "$broken/unknown-series-key.toml"
}

# An engineer can go on from the kept inputs with nothing but Typst.
stock_typst() {
    local some=("$inputs" "$pdf") one
    # The small editions of single rules and faults are all set in the same way.
    for one in "$editions"/*.inputs; do
        [[ $(basename "$one") == @(rules|faults)-* ]] || some+=("$one" "${one%.inputs}.pdf")
    done
    "$python" .ci/checks/stock_typst.py fonts "${some[@]}"
    looked_at $((${#some[@]} / 2)) PDF
    refuses "other text" "$python" .ci/checks/stock_typst.py fonts "$broken/inputs" "$pdf"
}

# Findings as SARIF, as another program reads them: eleven faults of the published numbers, two of them claims.
findings() {
    local reader said
    reader=$(find "$tools/node/node_modules/@microsoft" -name Sarif.Multitool -type f | sed -n 1p)
    export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
    "$quarterly" check golden/suite/as-published/edition.toml --format sarif >"$again/findings.sarif" || [ $? -eq 1 ]
    said=$("$reader" query "$again/findings.sarif" -e "RuleId == 'claim-value'")
    grep "Found 2 of" <<<"$said"
    looked_at "$(grep -o 'Found 2 of [0-9]*' <<<"$said" | grep -o '[0-9]*$')" findings
    sed 's/"version": "2.1.0"/"version": 2.1.0/' "$again/findings.sarif" >"$again/broken.sarif"
    refuses "exception|Exception" "$reader" query "$again/broken.sarif" -e "RuleId == 'claim-value'"
}
