/** How functions are bundled; the tests build them the same way. */
export const nodejs = {
  minify: true,
  // What an invocation may never need (OIDC, the SDK's event streams) is read when it is needed.
  splitting: true,
  esbuild: {
    // Nothing here goes by the name of a class or a function, and keeping them costs at each closure.
    keepNames: false,
    // Lambda's credentials are in its environment; the SDK's other ways to find some are never reached.
    external: [
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

/** What lies beside the API's bundle: read when it is asked for, and no part of a start. */
export const assets = [
  { from: "packages/api/openapi.json", to: "openapi.json" },
  { from: `${docs}/swagger-ui.css`, to: "swagger-ui.css" },
  { from: `${docs}/swagger-ui-bundle.js`, to: "swagger-ui-bundle.js" },
];
