# The workbook for the ministries, filled in and saved by other programs. Sourced by `accept`.

# What openpyxl types, and LibreOffice saves again, is taken over with all its digits.
filled_in() {
    local work=$again/filled file
    rm -rf "$work" && mkdir -p "$work/edition"
    cp golden/fill/edition/* "$work/edition"
    "$quarterly" sheet "$work/edition/edition.toml" --all --out "$work/asked.xlsx"
    "$python" .ci/checks/fill.py results "$work/asked.xlsx"
    "$python" .ci/checks/fill.py type "$work/asked.xlsx" "$work/typed.xlsx"
    "$python" .ci/checks/fill.py doubt "$work/asked.xlsx" "$work/doubt.xlsx"
    office "$work/saved" xlsx "$work/typed.xlsx"
    for file in "$work/typed.xlsx" "$work/saved/typed.xlsx"; do
        cp golden/fill/edition/* "$work/edition"
        "$quarterly" fill "$work/edition/edition.toml" "$file" --yes >"$work/told.txt" 2>&1 || [ $? -eq 1 ]
        for line in '# mia, letter 12/345 of 3 July 2023' '# mia: CN: by day of issue' 'total  = 1653' 'KG = 300   # the letter came late' \
            'shares = { CN = 50.34, TR = 16.9, AF = 3.0, IN = 3.0, other = 26.7 }' 'not_available = "The letter had not come."' \
            'values  = { 2023-04 = 76.4, 2023-05 = 89.9, 2023-06 = 87.5 }'; do
            grep -qxF "$line" "$work/edition/edition.toml" || { echo "$file: no line '$line'"; cat "$work/told.txt"; return 1; }
        done
    done
    looked_at 3 workbooks
    refuses "could be 1234 or 1.234" "$quarterly" fill "$work/edition/edition.toml" "$work/doubt.xlsx" --yes
}
