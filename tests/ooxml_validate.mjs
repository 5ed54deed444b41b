// Many files, one start: node ooxml_validate.mjs URL-OF-VALIDATOR FILE... prints {file: [error, ...]} as one line.
import { readFile } from "node:fs/promises";

const [validatorUrl, ...files] = process.argv.slice(2);
const { default: validate } = await import(validatorUrl);

const found = {};
for (const file of files) {
  const format = file.split(".").pop().toLowerCase();
  try {
    const errors = await validate(await readFile(file), format, "Microsoft365");
    found[file] = errors.map(
      (error) => `${error.path?.partUri ?? ""} ${error.path?.xpath ?? ""}: ${error.description.slice(0, 400)}`,
    );
  } catch (error) {
    // Not a package at all: the validator throws instead of listing.
    found[file] = [`cannot be opened: ${error}`];
  }
}
// The .NET runtime keeps node alive; leave once the line is really out.
process.stdout.write(`\n${JSON.stringify(found)}\n`, () => process.exit(0));
