/** Builds the packages that are published, each into its `dist`. */
import { join } from "node:path";
import { buildCli } from "./build-cli.ts";
import { buildPackage } from "./build-package.ts";

buildPackage("client", join(import.meta.dirname, "../packages/client/dist"), "docs/client.md");
await buildCli(join(import.meta.dirname, "../packages/cli/dist"));
