import java.io.File;
import java.io.FileInputStream;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks files against standards with veraPDF: `java VeraCheck.java ua1,3a FILE…`; fails unless all conform. */
class VeraCheck {
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        VeraGreenfieldFoundryProvider.initialise();
        String[] standards = arguments[0].split(",");
        List<String> files = List.of(arguments).subList(1, arguments.length);
        int conforming = 0;
        for (String file : files) {
            String violated = "";
            for (String name : standards) {
                PDFAFlavour flavour = PDFAFlavour.fromString(name);
                if (!flavour.getId().equals(name)) throw new IllegalArgumentException("unknown standard " + name);
                // A file that veraPDF cannot read throws, and Java then fails the step.
                try (FileInputStream stream = new FileInputStream(new File(file));
                     var parser = Foundries.defaultInstance().createParser(stream, flavour);
                     var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                    ValidationResult result = validator.validate(parser);
                    if (result.isCompliant()) continue;
                    TreeSet<String> rules = new TreeSet<>();
                    result.getFailedChecks().forEach((rule, count) -> rules.add(rule.getClause() + "-" + rule.getTestNumber()));
                    violated += " " + name + " VIOLATED: " + String.join(" ", rules) + ";";
                }
            }
            if (violated.isEmpty()) conforming++;
            else System.out.println(file + violated);
        }
        System.out.println(conforming + " of " + files.size() + " files conform to " + arguments[0]);
        System.exit(conforming == files.size() && conforming > 0 ? 0 : 1);
    }
}
