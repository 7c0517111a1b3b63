// Preloaded by the npm scripts: exits with instructions if Node is too old to run TypeScript.
const [major] = process.versions.node.split(".").map(Number);
if (major < 24) {
  console.error(
    `Node 24 is required, but this is Node ${process.versions.node}. The project installs Node 24: run \`npm ci\`, then use \`npm start\` or \`npm run …\`. ` +
      "If npm skipped the install script of Node, run `npm rebuild node --foreground-scripts`.",
  );
  process.exit(1);
}
