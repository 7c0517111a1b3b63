/** The page of the API reference: Swagger UI. All its files come from this service, so that it works offline. */
import { createHash } from "node:crypto";

/** The script of the page. The policy names its hash, so that no other inline script runs. */
const script = `
/** The search box: keeps what has every word in its method, path, name, summary or description. */
const search = () => {
  const has = (item, tag, phrase) => {
    const details = item.get("operation");
    const texts = [tag, item.get("method"), item.get("path")];
    for (const name of ["operationId", "summary", "description"]) texts.push(details.get(name) ?? "");
    const text = texts.join(" ").toLowerCase();
    return phrase.toLowerCase().split(" ").every((word) => text.includes(word));
  };
  return {
    fn: {
      opsFilter: (tags, phrase) =>
        tags
          .map((group, tag) => group.set("operations", group.get("operations").filter((item) => has(item, tag, phrase))))
          .filter((group) => group.get("operations").size > 0),
    },
    wrapComponents: {
      // What the service sends is not among the operations, so Swagger UI does not filter it.
      Webhooks: (Webhooks, { React, layoutSelectors, specSelectors }) => (props) => {
        const phrase = layoutSelectors.currentFilter();
        const sent = Object.values(specSelectors.selectWebhooksOperations()).flat();
        const isShown = typeof phrase !== "string" || sent.some(({ operation }) => has(operation, "Webhooks", phrase));
        return isShown ? React.createElement(Webhooks, props) : null;
      },
    },
  };
};
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#reference",
  plugins: [search],
  filter: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 1,
  deepLinking: true,
  persistAuthorization: false,
  tryItOutEnabled: true,
  onComplete: () => document.querySelector(".operation-filter-input")?.setAttribute("placeholder", "Search the operations"),
});
`;

/**
 * The page's Content-Security-Policy: files of this service only, and no other page shows it in a frame. Swagger UI sets
 * inline styles.
 */
export const docsPolicy = [
  "default-src 'self'",
  `script-src 'self' 'sha256-${createHash("sha256").update(script).digest("base64")}'`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SkillMeat Deployments API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<noscript>This page needs JavaScript. The same reference, for programs: <a href="openapi.json">openapi.json</a>.</noscript>
<script src="docs/swagger-ui-bundle.js"></script>
<script>${script}</script>
</body>
</html>
`;
