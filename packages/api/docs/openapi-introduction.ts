/** The text at the top of the API reference. */

export const INTRODUCTION = `SkillMeat Deployments knows where the skills, commands, agents, hooks, MCP servers and rules of AI coding agents go in a project, which of them were deployed where, and what changed since.

A **project** has **deployment profiles**: what goes where, for one platform. An **artifact** is what can be deployed. A **deployment record** states what was deployed. An **event feed** contains every change once, in order. A **webhook** is an endpoint of yours to which events are sent; what it gets is under *Webhooks* below, and in \`/asyncapi.json\`.

### Get a key

- Your own server: \`npm start\` prints a key and keeps it in \`.data/credentials.json\`, as \`api_key\`.
- A hosted server: the operator creates your tenant and hands you its first key. Create others by \`POST /keys\`.

Press **Authorize** and enter it. Every form below is filled in with an example that works: send them from \`POST /projects\` on.

### What holds for every request

- Send the key as \`Authorization: Bearer …\`. Every path is also available under the prefix \`/api/v1\`.
- Errors are \`application/problem+json\`, with a \`code\` for programs and a \`detail\` for people.
- Lists and feeds come in pages: follow \`Link\` until there is none; a feed always has one, to poll.
- Responses may get further members, and further values where a field lists known values (\`x-extensible-enum\`). Requests may not: an unknown field is refused.
- Web pages of any origin may call (CORS: \`Access-Control-Allow-Origin: *\` and \`Access-Control-Expose-Headers\`). Every response has \`X-Content-Type-Options: nosniff\`. Bodies over 1 KiB are compressed where \`Accept-Encoding\` allows it.
`;
