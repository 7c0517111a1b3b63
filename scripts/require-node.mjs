// Loaded before everything else: says what to do where an older Node would fail on the first TypeScript file.
const [major] = process.versions.node.split(".").map(Number);
if (major < 24) {
  console.error(
    `Node ${process.versions.node} is running; Node 24 is needed. It comes with the project: run \`npm ci\` and start it by \`npm start\` or \`npm run …\`. ` +
      "Where npm skipped its install script: `npm rebuild node --foreground-scripts`.",
  );
  process.exit(1);
}
