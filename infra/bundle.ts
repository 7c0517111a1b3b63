/** Bundle settings of the functions. The tests use the same settings. */
export const nodejs = {
  minify: true,
  // Code that most invocations do not need (OIDC, the SDK's event streams) is loaded on demand.
  splitting: true,
  esbuild: {
    // No code depends on the names of classes or functions, and keeping them costs time for each closure.
    keepNames: false,
    external: [
      // The SDK reads the user agent with it in browsers alone.
      "bowser",
      // Lambda's credentials are in the environment. The other credential providers of the SDK are never used.
      "@aws-sdk/credential-provider-http",
      "@aws-sdk/credential-provider-ini",
      "@aws-sdk/credential-provider-process",
      "@aws-sdk/credential-provider-sso",
      "@aws-sdk/credential-provider-web-identity",
      "@smithy/credential-provider-imds",
    ],
  },
};

const docs = "node_modules/swagger-ui-dist";

/**
 * Files that are copied next to the API's bundle. They are read on demand, so that they do not slow down a cold start.
 */
export const assets = [
  { from: "packages/core/catalogue/catalogue.json", to: "catalogue.json" },
  { from: "packages/api/openapi.json", to: "openapi.json" },
  { from: "packages/api/asyncapi.json", to: "asyncapi.json" },
  { from: `${docs}/swagger-ui.css`, to: "swagger-ui.css" },
  { from: `${docs}/swagger-ui-bundle.js`, to: "swagger-ui-bundle.js" },
];
