#!/usr/bin/env node
/** The process of the program. */
import { main } from "../main.ts";
import { nodeWorld } from "../node-world.ts";

// Not `process.exit`: what is printed to a pipe has to be written first.
process.exitCode = await main(process.argv.slice(2), nodeWorld());
