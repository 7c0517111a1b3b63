/** The entry point of `npm run demo -- --tracker FILE`. */
import { demo } from "../demo.ts";

process.exitCode = await demo(process.argv.slice(2), process.env, { out: console.log, error: console.error });
