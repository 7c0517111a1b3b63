/**
 * Reads an OpenAPI document from standard input and prints its types. `scripts/generate-client.ts` runs it. It is here because
 * openapi-typescript needs the TypeScript 5 of this folder.
 */
import { text } from "node:stream/consumers";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const { factory } = ts;
const literal = (value) => factory.createLiteralTypeNode(factory.createStringLiteral(value));

/** A list of values that may grow: editors complete those that are known, and every other string is allowed. */
function openEnum({ type, "x-extensible-enum": values }) {
  if (type !== "string" || !values) return undefined;
  const anyString = factory.createIntersectionTypeNode([
    factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    factory.createTypeLiteralNode([]),
  ]);
  return factory.createUnionTypeNode([...values.map(literal), factory.createParenthesizedType(anyString)]);
}

const nodes = await openapiTS(JSON.parse(await text(process.stdin)), {
  defaultNonNullable: false,
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
  transform: openEnum,
});
const unused = ["paths", "webhooks", "$defs"];
console.log(astToString(nodes.filter(({ name }) => !unused.includes(name?.text))).trimEnd());
