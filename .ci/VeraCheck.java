import java.io.File;
import java.io.FileInputStream;
import java.util.List;
import java.util.Locale;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks files against standards with veraPDF: `java VeraCheck.java ua1,3a FILE…`; fails unless all conform. */
class VeraCheck {
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = arguments.length > 1;
        for (String file : List.of(arguments).subList(1, arguments.length)) {
            for (String name : arguments[0].split(",")) {
                PDFAFlavour flavour = PDFAFlavour.fromString(name);
                if (!flavour.getId().equals(name)) throw new IllegalArgumentException("unknown standard " + name);
                // A file that veraPDF cannot read throws, and Java then fails the step.
                try (FileInputStream stream = new FileInputStream(new File(file));
                     var parser = Foundries.defaultInstance().createParser(stream, flavour);
                     var validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                    ValidationResult result = validator.validate(parser);
                    System.out.println(name + (result.isCompliant() ? " conforms " : " VIOLATED ") + file);
                    result.getFailedChecks().forEach((rule, count) -> System.out.println("  " + rule + ": " + count));
                    good &= result.isCompliant();
                }
            }
        }
        System.exit(good ? 0 : 1);
    }
}
