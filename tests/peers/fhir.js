// Reads FHIR R4 resources as JSON lines from standard input; writes what the package `fhir` finds wrong, a line each.
const { Fhir } = require("fhir");

const fhir = new Fhir();
const lines = require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const resource of lines.map((line) => JSON.parse(line))) {
  const { valid, messages } = fhir.validate(resource, { errorOnUnexpected: true });
  const found = messages.filter((m) => ["fatal", "error", "warning"].includes(m.severity) || m.severity === undefined);
  console.log(JSON.stringify({ valid, messages: found }));
}
