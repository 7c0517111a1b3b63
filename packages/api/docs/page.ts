/** The page of the API reference: Swagger UI. All its files come from this service, so that it works offline. */
import { createHash } from "node:crypto";

/** The script of the page. The policy names its hash, so that no other inline script runs. */
const script = `
SwaggerUIBundle({ url: "openapi.json", dom_id: "#reference", deepLinking: true, persistAuthorization: false, tryItOutEnabled: true });
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
<script src="docs/swagger-ui-bundle.js"></script>
<script>${script}</script>
</body>
</html>
`;
