// Words swapped in a document with an npm package: `save.js docx|docxtemplater BATCH IN OUT`; NODE_PATH says where it is.
// Both fill in placeholders; here the first and the last word of what is swapped are the marks of one.
const fs = require("fs");

const [, , by, batch, source, out] = process.argv;
const edits = fs.readFileSync(batch, "utf8").trim().split("\n").map((line) => line.split("\t"));

// The name of a placeholder, and its marks.
function cut(old) {
    const words = old.split(" ");
    const [start, end] = [words[0], words[words.length - 1]];
    return { start, end, name: old.slice(start.length, old.length - end.length) };
}

// Words as the XML has them: a number among them is a run apart.
function acrossRuns(words) {
    const letters = [...words].map((letter) => letter.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(letters.join("(?:<[^>]+>)*"));
}

const programs = {
    async docx(bytes, old, now) {
        const { patchDocument, PatchType, TextRun } = require("docx");
        const { start, end, name } = cut(old);
        return patchDocument({
            outputType: "nodebuffer",
            data: bytes,
            keepOriginalStyles: true,
            recursive: false,
            placeholderDelimiters: { start, end },
            patches: { [name]: { type: PatchType.PARAGRAPH, children: [new TextRun(now)] } },
        });
    },
    async docxtemplater(bytes, old, now) {
        const Docxtemplater = require("docxtemplater");
        const PizZip = require("pizzip");
        // It has one pair of marks and wants every one to be closed: it gets rare ones first.
        const zip = new PizZip(bytes);
        const text = zip.file("word/document.xml").asText();
        const held = acrossRuns(old);
        if (text.split(held).length !== 2) throw new Error(`${old}: not once in the document`);
        zip.file("word/document.xml", text.replace(held, "⟦words⟧"));
        const document = new Docxtemplater(zip, { delimiters: { start: "⟦", end: "⟧" } });
        document.render({ words: now });
        return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    },
};

(async () => {
    let bytes = fs.readFileSync(source);
    for (const [old, now] of edits) bytes = await programs[by](bytes, old, now);
    fs.writeFileSync(out, bytes);
})().catch((error) => {
    console.error(error);
    process.exit(1);
});
